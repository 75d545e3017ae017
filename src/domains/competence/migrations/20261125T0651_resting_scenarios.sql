-- A scenario that does not fit here is given to nobody any more, until somebody has it given again. `scenario` is one of the program's
-- own names or the id of an added one.
create table scenario_rests (
  organisation_id uuid not null references organisations,
  id uuid not null,
  scenario text not null check (length(scenario) between 1 and 100),
  rested_by uuid not null references people (id),
  rested_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz check (ended_at >= rested_at),
  check ((ended_by is null) = (ended_at is null)),
  primary key (organisation_id, id)
);
create unique index scenario_rests_open on scenario_rests (organisation_id, scenario) where ended_at is null;

alter table scenario_rests enable row level security;
alter table scenario_rests force row level security;
create policy scenario_rests_read on scenario_rests for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('assessor', 'supervisor', 'coordinator', 'trainer', 'administrator', 'system'));
create policy scenario_rests_begin on scenario_rests for insert to trellis_app with check (
  organisation_id = current_organisation() and rested_by = current_person() and speaks_as('assessor', 'supervisor'));
create policy scenario_rests_end on scenario_rests for update to trellis_app
  using (organisation_id = current_organisation() and ended_at is null and speaks_as('assessor', 'supervisor'))
  with check (organisation_id = current_organisation() and ended_by = current_person());
grant select, insert on scenario_rests to trellis_app;
grant update (ended_by, ended_at) on scenario_rests to trellis_app;
