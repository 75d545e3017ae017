-- The same weeks as before, found with less work: group sessions alone need looking at for who sat in them together, and
-- neither by their words. Who asks is asked once, and not of every session.
create or replace function busy_weeks(supporters uuid[], since timestamptz, until timestamptz, minutes_over bigint)
  returns table (supporter_id uuid, monday date, minutes bigint)
  language sql stable security definer set search_path = public as $$
  with held as materialized (
    select e.supporter_id, e.kind, e.started_at, e.minutes from encounters e
    where e.organisation_id = (select current_organisation()) and e.supporter_id = any (supporters)
      and e.started_at >= since and e.started_at < until
      and not exists (select from encounters c where c.organisation_id = e.organisation_id and c.corrects = e.id)
      and (e.supporter_id = (select current_person())
        or (select speaks_as('coordinator', 'supervisor', 'administrator', 'safeguarding-lead', 'system')))
  ), once as (
    select h.supporter_id, h.started_at, h.minutes from held h where h.kind <> 'group'
    union all
    (select distinct on (h.supporter_id, h.started_at) h.supporter_id, h.started_at, h.minutes from held h where h.kind = 'group')
  )
  select once.supporter_id, date_trunc('week', once.started_at at time zone o.time_zone)::date as week, sum(once.minutes)
  from once join organisations o on o.id = (select current_organisation())
  group by once.supporter_id, week having sum(once.minutes) > minutes_over
$$;
