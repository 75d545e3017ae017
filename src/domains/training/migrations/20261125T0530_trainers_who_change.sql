-- Who teaches a workshop may change. Whoever stops stays on it until then: they taught what was held before. Each change is a
-- row, so that calendars can count them.
-- Who has taught it from its beginning has no day they joined; who comes back joins anew.
alter table workshop_trainers add column joined_at timestamptz;
alter table workshop_trainers add column left_at timestamptz check (left_at >= joined_at);

create table workshop_trainer_changes (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  person_id uuid not null references people (id),
  teaches boolean not null,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index workshop_trainer_changes_of_workshop on workshop_trainer_changes (organisation_id, workshop_id, person_id);
create trigger workshop_trainer_changes_append_only before update or delete or truncate on workshop_trainer_changes
  for each statement execute function refuse_change();

alter table workshop_trainer_changes enable row level security;
alter table workshop_trainer_changes force row level security;
create policy workshop_trainer_changes_read on workshop_trainer_changes for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_trainer_changes_write on workshop_trainer_changes for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system')
  and changed_by is not distinct from current_person());
create policy workshop_trainer_changes_feed on workshop_trainer_changes for select to trellis_definer using (
  organisation_id = current_organisation());
grant select, insert on workshop_trainer_changes to trellis_app;
grant select on workshop_trainer_changes to trellis_definer;

create policy workshop_trainers_change on workshop_trainers for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system'))
  with check (organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system'));
grant update (joined_at, left_at) on workshop_trainers to trellis_app;

-- A day takes the time of those who teach now.
create or replace function book_day() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if new.room_id is not null then
    insert into room_bookings values (new.organisation_id, new.workshop_id, new.id, new.room_id, tstzrange(new.starts_at, new.ends_at));
  end if;
  insert into trainer_bookings
    select new.organisation_id, new.workshop_id, new.id, t.person_id, tstzrange(new.starts_at, new.ends_at)
    from workshop_trainers t where t.organisation_id = new.organisation_id and t.workshop_id = new.workshop_id
      and t.left_at is null;
  return null;
end $$;

-- Who steps in takes what is still to come: what they did on the days before is their own.
create or replace function book_trainer() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  insert into trainer_bookings
    select new.organisation_id, new.workshop_id, s.id, new.person_id, tstzrange(s.starts_at, s.ends_at)
    from workshop_sessions s where s.organisation_id = new.organisation_id and s.workshop_id = new.workshop_id
      and (new.joined_at is null or s.ends_at > new.joined_at);
  return null;
end $$;

-- Whoever stops has the days from then on for themself again; whoever comes back takes those that are still to come.
create function rebook_trainer() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if new.left_at is null then
    insert into trainer_bookings
      select new.organisation_id, new.workshop_id, s.id, new.person_id, tstzrange(s.starts_at, s.ends_at)
      from workshop_sessions s where s.organisation_id = new.organisation_id and s.workshop_id = new.workshop_id
        and s.ends_at > new.joined_at
        and not exists (select from trainer_bookings b where b.organisation_id = s.organisation_id and b.session_id = s.id
          and b.person_id = new.person_id);
  else
    delete from trainer_bookings b where b.organisation_id = new.organisation_id and b.workshop_id = new.workshop_id
      and b.person_id = new.person_id and lower(b.during) >= new.left_at;
  end if;
  return null;
end $$;
alter function rebook_trainer() owner to trellis_definer;
create trigger workshop_trainers_rebook after update of left_at on workshop_trainers for each row
  when (old.left_at is distinct from new.left_at) execute function rebook_trainer();

create or replace view calendar_entries with (security_invoker = true) as
with parts as (
  select e.organisation_id, e.workshop_id, e.person_id, bool_or(e.cancelled_at is null) as coming,
    (count(*) + count(e.cancelled_at) - 1)::int as changes,
    max(e.cancelled_at) as left_at, max(greatest(e.seated_at, e.cancelled_at)) as changed_at, '-infinity'::timestamptz as since
  from enrolments e where e.seated_at is not null
  group by e.organisation_id, e.workshop_id, e.person_id
  union all
  select t.organisation_id, t.workshop_id, t.person_id, t.left_at is null, coalesce(c.number, 0), t.left_at, c.changed_at,
    coalesce(t.joined_at, '-infinity')
  from workshop_trainers t
  left join lateral (select count(*)::int as number, max(c.changed_at) as changed_at from workshop_trainer_changes c
    where c.organisation_id = t.organisation_id and c.workshop_id = t.workshop_id and c.person_id = t.person_id) c on true
), attending as (
  -- Whoever sat there and teaches now, or the other way round, has one entry, whose changes are those of both.
  select organisation_id, workshop_id, person_id, bool_or(coming) as coming, (sum(changes) + count(*) - 1)::int as changes,
    max(left_at) as left_at, max(changed_at) as changed_at, min(since) as since
  from parts group by organisation_id, workshop_id, person_id
), planned as (
  select s.organisation_id, s.workshop_id, s.id, s.starts_at, s.ends_at, null::timestamptz as dropped_at, s.room_id
  from workshop_sessions s
  union all
  (select distinct on (v.organisation_id, old ->> 'id') v.organisation_id, v.workshop_id, (old ->> 'id')::uuid,
    (old ->> 'startsAt')::timestamptz, (old ->> 'endsAt')::timestamptz, v.changed_at, null::uuid
  from workshop_versions v cross join lateral jsonb_array_elements(v.sessions) as old
  where not exists (select from workshop_sessions s where s.organisation_id = v.organisation_id and s.id = (old ->> 'id')::uuid)
  order by v.organisation_id, old ->> 'id', v.changed_at desc)
)
select a.organisation_id, a.person_id, p.id as session_id, p.workshop_id, p.starts_at, p.ends_at, w.time_zone,
  a.changes + coalesce(v.number, 0) + (off.cancelled_at is not null)::int as sequence,
  greatest(w.scheduled_at, a.changed_at, v.changed_at, off.cancelled_at) as changed_at,
  (p.dropped_at is not null or coalesce(off.cancelled_at <= p.starts_at, false)
    or (not a.coming and coalesce(a.left_at <= p.ends_at, false))) as cancelled,
  r.name as room
from attending a
join workshops w on w.organisation_id = a.organisation_id and w.id = a.workshop_id
join planned p on p.organisation_id = a.organisation_id and p.workshop_id = a.workshop_id and p.ends_at > a.since
left join lateral (select count(*)::int as number, max(v.changed_at) as changed_at from workshop_versions v
  where v.organisation_id = a.organisation_id and v.workshop_id = a.workshop_id) v on true
left join workshop_cancellations off on off.organisation_id = a.organisation_id and off.workshop_id = a.workshop_id
left join rooms r on r.organisation_id = p.organisation_id and r.id = p.room_id;
