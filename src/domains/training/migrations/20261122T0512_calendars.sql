-- Each person's dates, as their own calendar is told of them: by mail, and by a private address it can subscribe to.

-- Only a hash of the address is kept. A new address ends the one before.
create table calendar_feeds (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  token_hash bytea not null unique check (length(token_hash) = 32),
  opened_at timestamptz not null,
  closed_at timestamptz check (closed_at >= opened_at),
  primary key (organisation_id, id)
);
create unique index calendar_feeds_open on calendar_feeds (organisation_id, person_id) where closed_at is null;

-- What somebody's calendar was last told by mail of one day.
create table calendar_invitations (
  organisation_id uuid not null references organisations,
  session_id uuid not null,
  person_id uuid not null references people (id),
  sequence int not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  cancelled boolean not null,
  sent_at timestamptz not null,
  primary key (organisation_id, person_id, session_id, sequence)
);
create trigger calendar_invitations_append_only before update or delete or truncate on calendar_invitations
  for each statement execute function refuse_change();

-- Every day somebody has or had a seat on, or teaches. `sequence` only ever grows, as RFC 5545 wants it; a day that is off,
-- was taken out of the plan, or whose seat was given back, stays here as cancelled.
create view calendar_entries with (security_invoker = true) as
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
  select s.organisation_id, s.workshop_id, s.id, s.starts_at, s.ends_at, null::timestamptz as dropped_at
  from workshop_sessions s
  union all
  (select distinct on (v.organisation_id, old ->> 'id') v.organisation_id, v.workshop_id, (old ->> 'id')::uuid,
    (old ->> 'startsAt')::timestamptz, (old ->> 'endsAt')::timestamptz, v.changed_at
  from workshop_versions v cross join lateral jsonb_array_elements(v.sessions) as old
  where not exists (select from workshop_sessions s where s.organisation_id = v.organisation_id and s.id = (old ->> 'id')::uuid)
  order by v.organisation_id, old ->> 'id', v.changed_at desc)
)
select a.organisation_id, a.person_id, p.id as session_id, p.workshop_id, p.starts_at, p.ends_at, w.time_zone,
  a.changes + coalesce(v.number, 0) + (off.cancelled_at is not null)::int as sequence,
  greatest(w.scheduled_at, a.changed_at, v.changed_at, off.cancelled_at) as changed_at,
  (p.dropped_at is not null or coalesce(off.cancelled_at <= p.starts_at, false)
    or (not a.coming and coalesce(a.left_at <= p.ends_at, false))) as cancelled
from attending a
join workshops w on w.organisation_id = a.organisation_id and w.id = a.workshop_id
join planned p on p.organisation_id = a.organisation_id and p.workshop_id = a.workshop_id
left join lateral (select count(*)::int as number, max(v.changed_at) as changed_at from workshop_versions v
  where v.organisation_id = a.organisation_id and v.workshop_id = a.workshop_id) v on true
left join workshop_cancellations off on off.organisation_id = a.organisation_id and off.workshop_id = a.workshop_id;

-- What the address that was asked for shows: its own person's dates, and no word of what they are.
create function calendar_by_feed(since timestamptz)
  returns table (session_id uuid, workshop_id uuid, starts_at timestamptz, ends_at timestamptz, time_zone text,
    sequence int, changed_at timestamptz, cancelled boolean)
  language sql stable security definer set search_path = public as $$
  select c.session_id, c.workshop_id, c.starts_at, c.ends_at, c.time_zone, c.sequence, c.changed_at, c.cancelled
  from calendar_entries c join calendar_feeds f on f.organisation_id = c.organisation_id and f.person_id = c.person_id
  where f.organisation_id = current_organisation() and f.closed_at is null
    and f.token_hash = sha256(convert_to(current_token(), 'UTF8'))
    and exists (select from memberships m where m.organisation_id = f.organisation_id and m.person_id = f.person_id and m.until is null)
    and c.ends_at > since and (not c.cancelled or c.changed_at > since)
  order by c.starts_at, c.session_id
$$;
alter function calendar_by_feed(timestamptz) owner to trellis_definer;

-- Whether there is such an address at all, in the language of whose it is; null when it was ended or never was.
create function language_of_feed() returns text
  language sql stable security definer set search_path = public as $$
  select p.language from calendar_feeds f join people p on p.id = f.person_id
  where f.organisation_id = current_organisation() and f.closed_at is null
    and f.token_hash = sha256(convert_to(current_token(), 'UTF8'))
    and exists (select from memberships m where m.organisation_id = f.organisation_id and m.person_id = f.person_id and m.until is null)
$$;
alter function language_of_feed() owner to trellis_definer;

alter table calendar_feeds enable row level security;
alter table calendar_feeds force row level security;
alter table calendar_invitations enable row level security;
alter table calendar_invitations force row level security;

create policy calendar_feeds_own on calendar_feeds for select to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
create policy calendar_feeds_open on calendar_feeds for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and sees_workshops());
create policy calendar_feeds_close on calendar_feeds for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person() and closed_at is null)
  with check (organisation_id = current_organisation() and person_id = current_person() and closed_at is not null);
create policy calendar_invitations_read on calendar_invitations for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
create policy calendar_invitations_send on calendar_invitations for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('system'));

create policy calendar_feeds_find on calendar_feeds for select to trellis_definer using (organisation_id = current_organisation());
create policy workshop_trainers_feed on workshop_trainers for select to trellis_definer using (organisation_id = current_organisation());
create policy workshop_versions_feed on workshop_versions for select to trellis_definer using (organisation_id = current_organisation());
create policy workshop_cancellations_feed on workshop_cancellations for select to trellis_definer using (organisation_id = current_organisation());

grant select, insert on calendar_feeds, calendar_invitations to trellis_app;
grant update (closed_at) on calendar_feeds to trellis_app;
grant select on calendar_entries to trellis_app, trellis_definer;
grant select on calendar_feeds, workshop_trainers, workshop_versions, workshop_cancellations to trellis_definer;
