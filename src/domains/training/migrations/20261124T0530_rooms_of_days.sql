-- Each day can have a room of its own; a workshop's room is the one its other days are in.
alter table workshops add column room_id uuid;
alter table workshops add foreign key (organisation_id, room_id) references rooms (organisation_id, id);
grant update (room_id) on workshops to trellis_app;

-- Until now all days of a plan were in one room. The owner may be no superuser, whom forced policies would show nothing.
alter table workshops no force row level security;
alter table workshop_sessions no force row level security;
update workshops w set room_id = (
  select s.room_id from workshop_sessions s
  where s.organisation_id = w.organisation_id and s.workshop_id = w.id
  order by s.starts_at desc limit 1);
alter table workshops force row level security;
alter table workshop_sessions force row level security;

-- What a calendar is told of a room is its own name, and not its venue's.
alter table calendar_invitations add column room text;

create or replace view calendar_entries with (security_invoker = true) as
with attending as (
  select e.organisation_id, e.workshop_id, e.person_id, bool_or(e.cancelled_at is null) as coming,
    (count(*) + count(e.cancelled_at) - 1)::int as changes,
    max(e.cancelled_at) as left_at, max(greatest(e.seated_at, e.cancelled_at)) as changed_at
  from enrolments e where e.seated_at is not null
  group by e.organisation_id, e.workshop_id, e.person_id
  union all
  select t.organisation_id, t.workshop_id, t.person_id, true, 0, null, null
  from workshop_trainers t
  where not exists (select from enrolments e where e.organisation_id = t.organisation_id and e.workshop_id = t.workshop_id
    and e.person_id = t.person_id and e.seated_at is not null)
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
join planned p on p.organisation_id = a.organisation_id and p.workshop_id = a.workshop_id
left join lateral (select count(*)::int as number, max(v.changed_at) as changed_at from workshop_versions v
  where v.organisation_id = a.organisation_id and v.workshop_id = a.workshop_id) v on true
left join workshop_cancellations off on off.organisation_id = a.organisation_id and off.workshop_id = a.workshop_id
left join rooms r on r.organisation_id = p.organisation_id and r.id = p.room_id;

drop function calendar_by_feed(timestamptz);
create function calendar_by_feed(since timestamptz)
  returns table (session_id uuid, workshop_id uuid, starts_at timestamptz, ends_at timestamptz, time_zone text,
    sequence int, changed_at timestamptz, cancelled boolean, room text)
  language sql stable security definer set search_path = public as $$
  select c.session_id, c.workshop_id, c.starts_at, c.ends_at, c.time_zone, c.sequence, c.changed_at, c.cancelled, c.room
  from calendar_entries c join calendar_feeds f on f.organisation_id = c.organisation_id and f.person_id = c.person_id
  where f.organisation_id = current_organisation() and f.closed_at is null
    and f.token_hash = sha256(convert_to(current_token(), 'UTF8'))
    and exists (select from memberships m where m.organisation_id = f.organisation_id and m.person_id = f.person_id and m.until is null)
    and c.ends_at > since and (not c.cancelled or c.changed_at > since)
  order by c.starts_at, c.session_id
$$;
alter function calendar_by_feed(timestamptz) owner to trellis_definer;
create policy rooms_feed on rooms for select to trellis_definer using (organisation_id = current_organisation());
grant select on rooms to trellis_definer;
