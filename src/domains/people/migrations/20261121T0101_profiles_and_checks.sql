-- What a programme must know of a person to work with them safely, and no more.

create table profiles (
  organisation_id uuid not null references organisations,
  person_id uuid not null references people,
  -- What they can talk about hard things in; BCP 47, the best first.
  languages text[] not null default '{}',
  -- A place of the room beside this one; it looks after its own.
  place_id uuid,
  -- The same code means the same household; it names nobody.
  household_code text,
  workplace text,
  line_manager_id uuid references people,
  age_band text not null default '18-or-over' check (age_band in ('under-18', '18-or-over')),
  changed_at timestamptz not null,
  primary key (organisation_id, person_id)
);

-- Whether somebody may be trusted with vulnerable people was looked into. A new look is a new row.
create table background_checks (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people,
  checked_on date not null,
  expires_on date not null check (expires_on > checked_on),
  outcome text not null check (outcome in ('clear', 'not-clear')),
  recorded_by uuid references people,
  recorded_at timestamptz not null,
  primary key (organisation_id, id)
);
create index background_checks_of_person on background_checks (organisation_id, person_id, checked_on desc);

alter table profiles enable row level security;
alter table profiles force row level security;
alter table background_checks enable row level security;
alter table background_checks force row level security;

-- Those who look after people see the profile of whomever they may see at all: `people` decides that.
create policy profiles_read on profiles for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person()
    or (speaks_as('administrator', 'coordinator', 'supervisor', 'safeguarding-lead', 'system')
      and exists (select from people p where p.id = person_id))));
create policy profiles_add on profiles for insert to trellis_app with check (
  organisation_id = current_organisation() and is_member(person_id)
  and (person_id = current_person() or speaks_as('administrator', 'coordinator', 'system')
    -- Somebody who just asked for support, and has nothing of a colleague's.
    or (speaks_as('visitor') and num_nonnulls(household_code, workplace, line_manager_id) = 0)));
create policy profiles_change on profiles for update to trellis_app
  using (organisation_id = current_organisation() and (person_id = current_person() or speaks_as('administrator', 'coordinator', 'system')))
  with check (organisation_id = current_organisation() and (person_id = current_person() or speaks_as('administrator', 'coordinator', 'system')));

create policy background_checks_read on background_checks for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('administrator', 'coordinator', 'supervisor', 'safeguarding-lead', 'system')));
-- Nobody vouches for themselves.
create policy background_checks_add on background_checks for insert to trellis_app with check (
  organisation_id = current_organisation() and is_member(person_id)
  and (speaks_as('system') or (speaks_as('administrator', 'coordinator') and recorded_by = current_person() and person_id <> current_person())));

grant select, insert, update on profiles to trellis_app;
grant select, insert on background_checks to trellis_app;
