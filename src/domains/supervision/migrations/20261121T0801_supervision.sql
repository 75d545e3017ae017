-- Who supervises whom, what supervision was given, and what was agreed in it. Debt is computed from these, never stored.

create table supervisor_assignments (
  organisation_id uuid not null references organisations,
  id uuid not null,
  supervisor_id uuid not null references people,
  supervisee_id uuid not null references people,
  since date not null,
  until date check (until >= since),
  assigned_by uuid references people,
  ended_by uuid references people,
  primary key (organisation_id, id),
  check (supervisor_id <> supervisee_id)
);
create unique index supervisor_assignments_one_now on supervisor_assignments (organisation_id, supervisee_id) where until is null;
create index supervisor_assignments_of_supervisor on supervisor_assignments (organisation_id, supervisor_id) where until is null;

-- Minutes count as units: an hour alone, or two hours in a group. A debrief is care for the supporter; it pays no debt.
create table supervision_sessions (
  organisation_id uuid not null references organisations,
  id uuid not null,
  kind text not null check (kind in ('individual', 'group', 'debrief')),
  held_on date not null,
  minutes int not null check (minutes between 1 and 480),
  led_by uuid not null references people,
  recorded_by uuid references people,
  recorded_at timestamptz not null,
  primary key (organisation_id, id)
);

create table supervision_attendances (
  organisation_id uuid not null,
  session_id uuid not null,
  person_id uuid not null references people,
  primary key (organisation_id, session_id, person_id),
  foreign key (organisation_id, session_id) references supervision_sessions (organisation_id, id)
);
create index supervision_attendances_of_person on supervision_attendances (organisation_id, person_id);

-- What was talked about, without anything that tells a person seeking support apart; sealed with the leader's key.
create table supervision_notes (
  organisation_id uuid not null,
  session_id uuid not null,
  led_by uuid not null references people,
  sealed bytea not null,
  primary key (organisation_id, session_id),
  foreign key (organisation_id, session_id) references supervision_sessions (organisation_id, id)
);

-- What one person agreed to do; sealed with that person's key.
create table coaching_actions (
  organisation_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  person_id uuid not null references people,
  sealed bytea not null,
  due_on date,
  primary key (organisation_id, id),
  foreign key (organisation_id, session_id, person_id) references supervision_attendances (organisation_id, session_id, person_id)
);
create index coaching_actions_of_person on coaching_actions (organisation_id, person_id);
create table coaching_action_completions (
  organisation_id uuid not null,
  action_id uuid not null,
  done_on date not null,
  said_by uuid references people,
  primary key (organisation_id, action_id),
  foreign key (organisation_id, action_id) references coaching_actions (organisation_id, id)
);

create table supervision_policies (
  organisation_id uuid not null references organisations,
  id uuid not null,
  effective_from date not null,
  weekly_months int not null check (weekly_months between 0 and 60),
  contact_hours_before_extra int not null check (contact_hours_before_extra between 1 and 60),
  overdue_units int not null check (overdue_units between 1 and 20),
  ahead_units int not null check (ahead_units between 0 and 8),
  carry_weeks int not null check (carry_weeks between 4 and 52),
  supervisees_warn int not null check (supervisees_warn > 0),
  supervisees_max int not null check (supervisees_max >= supervisees_warn),
  source text not null check (length(source) > 0),
  reason text not null check (length(reason) > 0),
  set_by uuid references people,
  set_at timestamptz not null,
  primary key (organisation_id, id)
);

create trigger supervision_sessions_append_only before update or delete or truncate on supervision_sessions
  for each statement execute function refuse_change();
create trigger supervision_attendances_append_only before update or delete or truncate on supervision_attendances
  for each statement execute function refuse_change();
create trigger supervision_notes_append_only before update or delete or truncate on supervision_notes
  for each statement execute function refuse_change();
create trigger coaching_actions_append_only before update or delete or truncate on coaching_actions
  for each statement execute function refuse_change();

-- Whether the speaker is that supporter's supervisor now. What a supervisor may see hangs on it.
create function supervises(supporter uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from supervisor_assignments a
    where a.organisation_id = current_organisation() and a.supervisor_id = current_person() and a.supervisee_id = supporter and a.until is null)
$$;
alter function supervises(uuid) owner to trellis_definer;

create function took_part(session uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from supervision_sessions s
      where s.organisation_id = current_organisation() and s.id = session and s.led_by = current_person())
    or exists (select from supervision_attendances a
      where a.organisation_id = current_organisation() and a.session_id = session and a.person_id = current_person())
$$;
alter function took_part(uuid) owner to trellis_definer;
grant select on supervisor_assignments, supervision_sessions, supervision_attendances to trellis_definer;

alter table supervisor_assignments enable row level security;
alter table supervisor_assignments force row level security;
alter table supervision_sessions enable row level security;
alter table supervision_sessions force row level security;
alter table supervision_attendances enable row level security;
alter table supervision_attendances force row level security;
alter table supervision_notes enable row level security;
alter table supervision_notes force row level security;
alter table coaching_actions enable row level security;
alter table coaching_actions force row level security;
alter table coaching_action_completions enable row level security;
alter table coaching_action_completions force row level security;
alter table supervision_policies enable row level security;
alter table supervision_policies force row level security;

create policy supervisor_assignments_look_up on supervisor_assignments for select to trellis_definer using (true);
create policy supervision_sessions_look_up on supervision_sessions for select to trellis_definer using (true);
create policy supervision_attendances_look_up on supervision_attendances for select to trellis_definer using (true);

create policy supervisor_assignments_read on supervisor_assignments for select to trellis_app using (
  organisation_id = current_organisation()
  and (current_person() in (supervisor_id, supervisee_id) or speaks_as('supervisor', 'coordinator', 'administrator', 'safeguarding-lead', 'system')));
create policy supervisor_assignments_make on supervisor_assignments for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator', 'system')
  and is_member(supervisor_id) and is_member(supervisee_id));
create policy supervisor_assignments_end on supervisor_assignments for update to trellis_app
  using (organisation_id = current_organisation() and until is null and speaks_as('coordinator', 'administrator', 'system'))
  with check (organisation_id = current_organisation() and until is not null);

create policy supervision_attendances_read on supervision_attendances for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('coordinator', 'system') or supervises(person_id) or took_part(session_id)));
create policy supervision_attendances_record on supervision_attendances for insert to trellis_app with check (
  organisation_id = current_organisation() and is_member(person_id)
  and exists (select from supervision_sessions s where s.organisation_id = supervision_attendances.organisation_id and s.id = session_id
    and s.led_by <> supervision_attendances.person_id and s.recorded_by is not distinct from current_person()));

create policy supervision_sessions_read on supervision_sessions for select to trellis_app using (
  organisation_id = current_organisation()
  and (led_by = current_person() or speaks_as('coordinator', 'system')
    or exists (select from supervision_attendances a where a.organisation_id = supervision_sessions.organisation_id and a.session_id = supervision_sessions.id)));
create policy supervision_sessions_record on supervision_sessions for insert to trellis_app with check (
  organisation_id = current_organisation() and recorded_by is not distinct from current_person() and is_member(led_by)
  and (speaks_as('coordinator', 'system') or (speaks_as('supervisor') and led_by = current_person())));

create policy supervision_notes_read on supervision_notes for select to trellis_app using (
  organisation_id = current_organisation() and took_part(session_id));
create policy supervision_notes_write on supervision_notes for insert to trellis_app with check (
  organisation_id = current_organisation()
  and exists (select from supervision_sessions s where s.organisation_id = supervision_notes.organisation_id and s.id = session_id
    and s.led_by = supervision_notes.led_by and s.recorded_by is not distinct from current_person()));

create policy coaching_actions_read on coaching_actions for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or supervises(person_id)));
create policy coaching_actions_write on coaching_actions for insert to trellis_app with check (
  organisation_id = current_organisation()
  and exists (select from supervision_sessions s where s.organisation_id = coaching_actions.organisation_id and s.id = session_id
    and s.recorded_by is not distinct from current_person()));
create policy coaching_action_completions_read on coaching_action_completions for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from coaching_actions a where a.organisation_id = coaching_action_completions.organisation_id and a.id = action_id));
create policy coaching_action_completions_say on coaching_action_completions for insert to trellis_app with check (
  organisation_id = current_organisation() and said_by = current_person()
  and exists (select from coaching_actions a where a.organisation_id = coaching_action_completions.organisation_id and a.id = action_id));

create policy supervision_policies_read on supervision_policies for select to trellis_app using (organisation_id = current_organisation());
create policy supervision_policies_set on supervision_policies for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator', 'system'));

grant select, insert, update (until, ended_by) on supervisor_assignments to trellis_app;
grant select, insert on supervision_sessions, supervision_attendances, supervision_notes, coaching_actions, coaching_action_completions,
  supervision_policies to trellis_app;
