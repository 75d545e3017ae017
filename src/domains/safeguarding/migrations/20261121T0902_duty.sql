-- When people are there, who is called first, and the clocks an organisation set for itself.

create table staffed_hours (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- 1 is Monday, as in ISO 8601. Hours past midnight are two rows.
  weekday int not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  set_by uuid references people,
  set_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (organisation_id, id),
  check (closes > opens)
);

create table on_call_shifts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people,
  step text not null check (step in ('first', 'second', 'manager')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  set_by uuid references people,
  set_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (organisation_id, id)
);
create index on_call_shifts_by_time on on_call_shifts (organisation_id, ends_at) where withdrawn_at is null;

create table safeguarding_policies (
  organisation_id uuid not null references organisations,
  id uuid not null,
  effective_from date not null,
  immediate_second_minutes int not null check (immediate_second_minutes between 1 and 60),
  immediate_manager_minutes int not null,
  urgent_second_minutes int not null check (urgent_second_minutes between 1 and 1440),
  urgent_manager_minutes int not null,
  priority_second_minutes int not null check (priority_second_minutes between 1 and 10080),
  priority_manager_minutes int not null,
  crisis_contact_days int not null check (crisis_contact_days between 1 and 366),
  source text not null check (length(source) > 0),
  reason text not null check (length(reason) > 0),
  set_by uuid references people,
  set_at timestamptz not null,
  primary key (organisation_id, id),
  check (immediate_manager_minutes > immediate_second_minutes
    and urgent_manager_minutes > urgent_second_minutes
    and priority_manager_minutes > priority_second_minutes
    and immediate_second_minutes <= urgent_second_minutes
    and urgent_second_minutes <= priority_second_minutes)
);

-- A person seeking support is told whether anybody is on call, not who.
create function somebody_on_call(at timestamptz) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from on_call_shifts s where s.organisation_id = current_organisation()
    and s.withdrawn_at is null and s.step = 'first' and s.starts_at <= at and s.ends_at > at)
$$;
alter function somebody_on_call(timestamptz) owner to trellis_definer;
grant select on on_call_shifts to trellis_definer;

alter table staffed_hours enable row level security;
alter table staffed_hours force row level security;
alter table on_call_shifts enable row level security;
alter table on_call_shifts force row level security;
alter table safeguarding_policies enable row level security;
alter table safeguarding_policies force row level security;

create policy staffed_hours_read on staffed_hours for select to trellis_app using (organisation_id = current_organisation());
create policy staffed_hours_set on staffed_hours for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('safeguarding-lead', 'coordinator', 'administrator', 'system'));
create policy staffed_hours_withdraw on staffed_hours for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('safeguarding-lead', 'coordinator', 'administrator', 'system'))
  with check (organisation_id = current_organisation() and withdrawn_at is not null);

create policy on_call_shifts_definer on on_call_shifts for select to trellis_definer using (true);
create policy on_call_shifts_read on on_call_shifts for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('safeguarding-lead', 'coordinator', 'supervisor', 'administrator', 'system')));
create policy on_call_shifts_set on on_call_shifts for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('safeguarding-lead', 'coordinator', 'administrator', 'system') and is_member(person_id));
create policy on_call_shifts_withdraw on on_call_shifts for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('safeguarding-lead', 'coordinator', 'administrator', 'system'))
  with check (organisation_id = current_organisation() and withdrawn_at is not null);

create policy safeguarding_policies_read on safeguarding_policies for select to trellis_app using (organisation_id = current_organisation());
create policy safeguarding_policies_set on safeguarding_policies for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('safeguarding-lead', 'administrator', 'system'));

grant select, insert, update (withdrawn_at) on staffed_hours, on_call_shifts to trellis_app;
grant select, insert on safeguarding_policies to trellis_app;
