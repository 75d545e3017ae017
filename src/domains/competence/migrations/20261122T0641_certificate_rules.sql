-- What a certificate takes, role by role, from a day on. A change is a new row; the defaults are in certificate-rule.ts.

create table certificate_rules (
  organisation_id uuid not null references organisations,
  id uuid not null,
  role text not null check (role in ('supporter', 'practitioner', 'child-safeguarding')),
  effective_on date not null,
  hours_min numeric(7, 2) not null check (hours_min >= 0),
  -- Training of these kinds counts; none named, all of it does.
  hour_kinds text[] not null,
  practice_hours_min numeric(7, 2) not null check (practice_hours_min >= 0),
  -- Null: the rule asks for no assessment.
  rubric text,
  required_items text[] not null,
  required_level_min int not null check (required_level_min between 2 and 4),
  reassess_months int not null check (reassess_months between 1 and 60),
  -- Null: the rule asks for no test.
  test text,
  background_check boolean not null,
  certificate_months int not null check (certificate_months between 1 and 120),
  source text not null,
  reason text not null check (length(reason) between 1 and 2000),
  set_by uuid not null references people (id),
  set_at timestamptz not null,
  primary key (organisation_id, id)
);
create index certificate_rules_by_day on certificate_rules (organisation_id, role, effective_on desc, set_at desc);
create trigger certificate_rules_append_only before update or delete or truncate on certificate_rules
  for each statement execute function refuse_change();

alter table certificate_rules enable row level security;
alter table certificate_rules force row level security;
create policy certificate_rules_read on certificate_rules for select to trellis_app using (organisation_id = current_organisation());
create policy certificate_rules_set on certificate_rules for insert to trellis_app with check (
  organisation_id = current_organisation() and set_by = current_person() and speaks_as('administrator', 'coordinator'));
grant select, insert on certificate_rules to trellis_app;

-- What stood beside the rule on the day a certificate was issued: hours as counted, hours held elsewhere, and the rest.
create table certificate_grounds (
  organisation_id uuid not null,
  certificate_id uuid not null,
  rule jsonb not null,
  facts jsonb not null,
  primary key (organisation_id, certificate_id),
  foreign key (organisation_id, certificate_id) references certificates (organisation_id, id)
);
create trigger certificate_grounds_append_only before update or delete or truncate on certificate_grounds
  for each statement execute function refuse_change();

alter table certificate_grounds enable row level security;
alter table certificate_grounds force row level security;
create policy certificate_grounds_read on certificate_grounds for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from certificates c where c.organisation_id = certificate_grounds.organisation_id and c.id = certificate_id));
create policy certificate_grounds_add on certificate_grounds for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'system'));
grant select, insert on certificate_grounds to trellis_app;
