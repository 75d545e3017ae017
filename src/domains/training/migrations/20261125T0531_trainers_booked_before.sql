-- 20261123T0530 wrote down when trainers were taken by workshops that were planned before it. Where the owner of the database is
-- no superuser it saw none: policies are forced on owners, too. Here they are not, for this one statement.
alter table workshop_trainers no force row level security;
alter table workshop_sessions no force row level security;
alter table workshop_cancellations no force row level security;
alter table trainer_bookings no force row level security;

insert into trainer_bookings
  select t.organisation_id, t.workshop_id, s.id, t.person_id, tstzrange(s.starts_at, s.ends_at)
  from workshop_trainers t
  join workshop_sessions s on s.organisation_id = t.organisation_id and s.workshop_id = t.workshop_id
  left join workshop_cancellations c on c.organisation_id = t.organisation_id and c.workshop_id = t.workshop_id
  where t.left_at is null and (t.joined_at is null or s.ends_at > t.joined_at)
    and (c.cancelled_at is null or s.starts_at < c.cancelled_at)
  order by s.starts_at, s.id
on conflict do nothing;

alter table workshop_trainers force row level security;
alter table workshop_sessions force row level security;
alter table workshop_cancellations force row level security;
alter table trainer_bookings force row level security;
