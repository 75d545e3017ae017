-- A workshop: what it is for, who pays, when and where, who teaches, and how many may come.

create table workshops (
  organisation_id uuid not null references organisations,
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  aims text not null check (length(aims) between 1 and 4000),
  kind text not null check (kind in (
    'foundational-helping', 'problem-management', 'child-safeguarding', 'suicide-first-response', 'specific-condition',
    'cultural-care', 'supervision-skills', 'other')),
  -- The budget line that pays; every seat knows its grant through it.
  line_id uuid,
  venue text check (length(venue) > 0),
  online_link text check (online_link ~ '^https://'),
  language text not null check (language ~ '^[a-z]{2,3}$'),
  time_zone text not null,
  seats int not null check (seats between 1 and 1000),
  scheduled_by uuid references people (id),
  scheduled_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, line_id) references budget_lines (organisation_id, id),
  check (num_nonnulls(venue, online_link) >= 1)
);

create table workshop_trainers (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  person_id uuid not null references people (id),
  primary key (organisation_id, workshop_id, person_id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index workshop_trainers_of_person on workshop_trainers (organisation_id, person_id);

-- One or more days; a session's hours are its length.
create table workshop_sessions (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, workshop_id, id),
  unique (organisation_id, workshop_id, starts_at),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  check (ends_at > starts_at and ends_at <= starts_at + interval '16 hours')
);
create index workshop_sessions_by_time on workshop_sessions (organisation_id, starts_at);

-- Somebody's place in a workshop: asked for, then given (at once, or from the waiting list), perhaps given back.
create table enrolments (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  person_id uuid not null references people (id),
  asked_at timestamptz not null,
  seated_at timestamptz check (seated_at >= asked_at),
  cancelled_at timestamptz check (cancelled_at >= asked_at),
  cancelled_by uuid references people (id),
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create unique index enrolments_current on enrolments (organisation_id, workshop_id, person_id) where cancelled_at is null;
create index enrolments_of_person on enrolments (organisation_id, person_id) where cancelled_at is null;

-- Who came. A correction is a new row; the newest counts.
create table attendances (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  session_id uuid not null,
  person_id uuid not null references people (id),
  presence text not null check (presence in ('present', 'partly', 'absent')),
  hours numeric not null check (hours >= 0 and hours <= 16),
  marked_by uuid references people (id),
  marked_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id, session_id) references workshop_sessions (organisation_id, workshop_id, id),
  check ((presence = 'absent') = (hours = 0))
);
create index attendances_of_session on attendances (organisation_id, session_id, person_id, marked_at desc, id desc);
create index attendances_of_person on attendances (organisation_id, person_id);
create trigger attendances_append_only before update or delete or truncate on attendances
  for each statement execute function refuse_change();

create view current_attendances with (security_invoker = true) as
select distinct on (organisation_id, session_id, person_id)
  organisation_id, workshop_id, session_id, person_id, presence, hours, marked_by, marked_at
from attendances
order by organisation_id, session_id, person_id, marked_at desc, id desc;

-- So that nobody is reminded twice of one session.
create table workshop_reminders (
  organisation_id uuid not null references organisations,
  session_id uuid not null,
  person_id uuid not null references people (id),
  sent_at timestamptz not null,
  primary key (organisation_id, session_id, person_id),
  foreign key (organisation_id, session_id) references workshop_sessions (organisation_id, id)
);

-- Everybody may know how full a workshop is; who comes is not for everybody.
create function places_in(workshop uuid) returns table (taken int, waiting int)
  language sql stable security definer set search_path = public as $$
  select count(seated_at)::int, (count(*) - count(seated_at))::int from enrolments e
  where e.organisation_id = current_organisation() and e.workshop_id = workshop and e.cancelled_at is null
$$;
alter function places_in(uuid) owner to trellis_definer;

-- Held by whoever takes or gives back a seat: the last seat goes to one person only.
create function lock_workshop(workshop uuid) returns void
  language plpgsql security definer set search_path = public as $$
begin
  perform from workshops w where w.organisation_id = current_organisation() and w.id = workshop for update;
end $$;
alter function lock_workshop(uuid) owner to trellis_definer;

-- Gives free seats to those who have waited longest. Somebody who cancels may not see the list, but the list must move.
create function seat_those_waiting(workshop uuid, at timestamptz) returns table (enrolment_id uuid, person_id uuid)
  language plpgsql security definer set search_path = public as $$
begin
  perform lock_workshop(workshop);
  return query
    update enrolments e set seated_at = at
    where e.organisation_id = current_organisation() and e.id in (
      select w.id from enrolments w
      where w.organisation_id = current_organisation() and w.workshop_id = workshop
        and w.cancelled_at is null and w.seated_at is null
      order by w.asked_at, w.id
      limit greatest(0, (select seats from workshops s where s.organisation_id = current_organisation() and s.id = workshop)
        - (select taken from places_in(workshop))))
    returning e.id, e.person_id;
end $$;
alter function seat_those_waiting(uuid, timestamptz) owner to trellis_definer;

-- The database's own word: never more people than seats.
create function refuse_more_than_seats() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform lock_workshop(new.workshop_id);
  if (select taken from places_in(new.workshop_id)) >
     (select seats from workshops w where w.organisation_id = new.organisation_id and w.id = new.workshop_id) then
    raise exception 'the workshop has no more seats' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_more_than_seats() owner to trellis_definer;
create constraint trigger enrolments_within_seats after insert or update on enrolments
  deferrable initially deferred for each row when (new.seated_at is not null and new.cancelled_at is null)
  execute function refuse_more_than_seats();

alter table workshops enable row level security;
alter table workshops force row level security;
alter table workshop_trainers enable row level security;
alter table workshop_trainers force row level security;
alter table workshop_sessions enable row level security;
alter table workshop_sessions force row level security;
alter table enrolments enable row level security;
alter table enrolments force row level security;
alter table attendances enable row level security;
alter table attendances force row level security;
alter table workshop_reminders enable row level security;
alter table workshop_reminders force row level security;

-- What is on offer is no secret among colleagues; seekers and donors have no part in it.
create function sees_workshops() returns boolean language sql stable parallel safe
  return speaks_as('coordinator', 'trainer', 'supporter', 'practitioner', 'supervisor', 'administrator', 'grants-manager',
    'assessor', 'mentor', 'planner', 'system');
-- Those who plan training, supervise, or account for it see who came.
create function sees_attendance() returns boolean language sql stable parallel safe
  return speaks_as('coordinator', 'trainer', 'supervisor', 'assessor', 'administrator', 'grants-manager', 'planner', 'system');

create policy workshops_read on workshops for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshops_schedule on workshops for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system')
  and scheduled_by is not distinct from current_person());
create policy workshop_trainers_read on workshop_trainers for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_trainers_name on workshop_trainers for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system') and is_member(person_id));
create policy workshop_sessions_read on workshop_sessions for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_sessions_schedule on workshop_sessions for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system'));

create policy enrolments_read on enrolments for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or sees_attendance()));
create policy enrolments_ask on enrolments for insert to trellis_app with check (
  organisation_id = current_organisation() and is_member(person_id)
  and ((person_id = current_person() and sees_workshops()) or speaks_as('coordinator', 'trainer', 'system')));
-- Giving a place back is the only change; seats are given by seat_those_waiting.
create policy enrolments_cancel on enrolments for update to trellis_app
  using (organisation_id = current_organisation() and cancelled_at is null
    and (person_id = current_person() or speaks_as('coordinator', 'trainer', 'system')))
  with check (organisation_id = current_organisation() and cancelled_at is not null
    and cancelled_by is not distinct from current_person());

create policy attendances_read on attendances for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or sees_attendance()));
create policy attendances_mark on attendances for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system') and is_member(person_id)
  and marked_by is not distinct from current_person());

create policy workshop_reminders_read on workshop_reminders for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
create policy workshop_reminders_send on workshop_reminders for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('system'));

create policy workshops_lock on workshops for all to trellis_definer
  using (organisation_id = current_organisation()) with check (false);
create policy enrolments_seat on enrolments for all to trellis_definer
  using (organisation_id = current_organisation()) with check (organisation_id = current_organisation() and seated_at is not null);

grant select, insert on workshops, workshop_trainers, workshop_sessions, attendances, workshop_reminders to trellis_app;
grant select on current_attendances to trellis_app;
grant select, insert on enrolments to trellis_app;
grant update (cancelled_at, cancelled_by) on enrolments to trellis_app;
grant select on workshops, enrolments to trellis_definer;
grant update (id) on workshops to trellis_definer;
grant update (seated_at) on enrolments to trellis_definer;
