-- What an organisation asks of its helpers, from a day on. A change is a new row; the defaults are in policy.ts.

create table competence_policies (
  organisation_id uuid not null references organisations,
  id uuid not null,
  effective_on date not null,
  required_items text[] not null check (cardinality(required_items) > 0),
  reassess_months int not null check (reassess_months between 1 and 60),
  training_hours_min numeric(7, 2) not null check (training_hours_min >= 0),
  child_safeguarding_hours_min numeric(7, 2) not null check (child_safeguarding_hours_min >= 0),
  certificate_months int not null check (certificate_months between 1 and 120),
  source text not null,
  reason text not null check (length(reason) between 1 and 2000),
  set_by uuid not null references people (id),
  set_at timestamptz not null,
  primary key (organisation_id, id)
);
create index competence_policies_by_day on competence_policies (organisation_id, effective_on desc, set_at desc);
create trigger competence_policies_append_only before update or delete or truncate on competence_policies
  for each statement execute function refuse_change();

alter table competence_policies enable row level security;
alter table competence_policies force row level security;
create policy competence_policies_read on competence_policies for select to trellis_app using (organisation_id = current_organisation());
create policy competence_policies_set on competence_policies for insert to trellis_app with check (
  organisation_id = current_organisation() and set_by = current_person() and speaks_as('administrator', 'coordinator'));
grant select, insert on competence_policies to trellis_app;
