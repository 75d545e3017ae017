-- What an organisation decided about its training: whether what comes first is asked for, and when a cost made somebody
-- competent. And who was let in without what comes first, and why.

create table training_policies (
  organisation_id uuid not null references organisations,
  id uuid not null,
  prerequisites text not null check (prerequisites in ('warn', 'refuse')),
  trained_percent int not null check (trained_percent between 1 and 100),
  competent_by text not null check (competent_by in ('certificate', 'bar')),
  competent_within_days int not null check (competent_within_days between 1 and 1095),
  effective_from date not null,
  source text not null check (length(source) between 1 and 500),
  reason text not null check (length(reason) between 1 and 500),
  set_by uuid references people (id),
  set_at timestamptz not null,
  primary key (organisation_id, id)
);
create index training_policies_in_force on training_policies (organisation_id, effective_from desc, set_at desc);
create trigger training_policies_append_only before update or delete or truncate on training_policies
  for each statement execute function refuse_change();

create table prerequisite_overrides (
  organisation_id uuid not null references organisations,
  enrolment_id uuid not null,
  -- The modules that were still missing.
  missing uuid[] not null check (cardinality(missing) > 0),
  reason text not null check (length(reason) between 1 and 500),
  overridden_by uuid not null references people (id),
  overridden_at timestamptz not null,
  primary key (organisation_id, enrolment_id),
  foreign key (organisation_id, enrolment_id) references enrolments (organisation_id, id)
);
create trigger prerequisite_overrides_append_only before update or delete or truncate on prerequisite_overrides
  for each statement execute function refuse_change();

alter table training_policies enable row level security;
alter table training_policies force row level security;
alter table prerequisite_overrides enable row level security;
alter table prerequisite_overrides force row level security;

create policy training_policies_read on training_policies for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy training_policies_set on training_policies for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator', 'system')
  and set_by is not distinct from current_person());
-- Whoever sees the enrolment sees how it came about: the inner query is under the enrolment's own policy.
create policy prerequisite_overrides_read on prerequisite_overrides for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from enrolments e where e.organisation_id = prerequisite_overrides.organisation_id
      and e.id = prerequisite_overrides.enrolment_id));
create policy prerequisite_overrides_give on prerequisite_overrides for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer') and overridden_by = current_person());

grant select, insert on training_policies, prerequisite_overrides to trellis_app;
