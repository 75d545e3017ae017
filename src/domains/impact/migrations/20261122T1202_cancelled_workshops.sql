-- A workshop that was called off is none. What somebody learned on its first days stays theirs, and counts with them.

create or replace function impact_facts() returns table (
  measure text, unit text, who uuid, day date, district uuid, grants uuid[], programme text, amount numeric,
  supporter uuid, relationship uuid)
  language sql stable security definer set search_path = public as $$
  with home as materialized (
    select p.person_id, d.district from profiles p join impact_districts() d on d.place = p.place_id
    where p.organisation_id = current_organisation()
  ), trained as materialized (select * from impact_trained()),
  -- Corrected rows do not count; the minutes of a group count once, however many took part.
  held as materialized (
    select e.id, e.seeker_id, e.supporter_id, e.relationship_id, coalesce(e.template, 'none') as programme,
      (e.started_at at time zone o.time_zone)::date as day,
      case when e.kind = 'group' and row_number() over (partition by e.kind, e.supporter_id, e.started_at order by e.id) > 1
        then 0 else e.minutes end as minutes
    from encounters e join organisations o on o.id = e.organisation_id
    where e.organisation_id = current_organisation()
      and not exists (select from encounters c where c.organisation_id = e.organisation_id and c.corrects = e.id)
  ), told as materialized (
    select h.*, home.district,
      array(select t.grant_id from trained t where t.person = h.supporter_id and t.since <= h.day) as grants,
      exists (select from certificates c
        where c.organisation_id = current_organisation() and c.person_id = h.supporter_id
          and c.role in ('supporter', 'practitioner') and h.day between c.issued_on and c.expires_on
          and not exists (select from certificate_suspensions s
            where s.organisation_id = c.organisation_id and s.certificate_id = c.id
              and h.day between s.suspended_at::date and coalesce(s.lifted_at::date, 'infinity'))) as certified
    from held h left join home on home.person_id = h.seeker_id
  )
  select 'people', seeker_id::text, seeker_id, day, district, grants, programme, 0::numeric, supporter_id, relationship_id from told
  union all
  select 'sessions', id::text, seeker_id, day, district, grants, programme, minutes, supporter_id, relationship_id from told
  union all
  select case when certified then 'supporters' else 'uncertified' end, supporter_id::text, supporter_id, day,
    (select home.district from home where home.person_id = supporter_id), grants, programme, 0, supporter_id, null::uuid
  from told
  union all
  select 'matches', r.id::text, r.seeker_id, (r.opened_at at time zone o.time_zone)::date, home.district,
    array(select t.grant_id from trained t where t.person = r.supporter_id and t.since <= (r.opened_at at time zone o.time_zone)::date),
    null, 0, r.supporter_id, r.id
  from relationships r join organisations o on o.id = r.organisation_id left join home on home.person_id = r.seeker_id
  where r.organisation_id = current_organisation()
  union all
  -- A workshop counts on its first day, once somebody was marked as come, unless the rest of it was called off; it is in no district, because its venue is words.
  select 'workshops', w.id::text, null::uuid, min((s.starts_at at time zone w.time_zone)::date), null::uuid,
    array_remove(array[min(l.grant_id::text)::uuid], null), null, 0, null::uuid, null::uuid
  from workshops w
  join workshop_sessions s on s.organisation_id = w.organisation_id and s.workshop_id = w.id
  left join budget_lines l on l.organisation_id = w.organisation_id and l.id = w.line_id
  where w.organisation_id = current_organisation() and exists (select from current_attendances a
    where a.organisation_id = w.organisation_id and a.workshop_id = w.id and a.hours > 0)
    and not exists (select from workshop_cancellations c where c.organisation_id = w.organisation_id and c.workshop_id = w.id)
  group by w.organisation_id, w.id
  union all
  select 'seats', w.id || '/' || a.person_id, a.person_id, min((s.starts_at at time zone w.time_zone)::date), min(home.district::text)::uuid,
    array_remove(array[min(l.grant_id::text)::uuid], null), null, sum(a.hours), a.person_id, null::uuid
  from current_attendances a
  join workshops w on w.organisation_id = a.organisation_id and w.id = a.workshop_id
  join workshop_sessions s on s.organisation_id = a.organisation_id and s.id = a.session_id
  left join budget_lines l on l.organisation_id = w.organisation_id and l.id = w.line_id
  left join home on home.person_id = a.person_id
  where a.organisation_id = current_organisation() and a.hours > 0 group by w.organisation_id, w.id, a.person_id
  union all
  select 'assessments', o.id::text, o.person_id, o.observed_on, home.district,
    array(select t.grant_id from trained t where t.person = o.person_id and t.since <= o.observed_on), null, 0, o.person_id, null::uuid
  from observations o left join home on home.person_id = o.person_id
  where o.organisation_id = current_organisation() and exists (
    select from assessments a join assessment_results r on r.organisation_id = a.organisation_id and r.assessment_id = a.id
    where a.organisation_id = o.organisation_id and a.observation_id = o.id)
  union all
  select 'certificates', c.id::text, c.person_id, c.issued_on, home.district,
    array(select t.grant_id from trained t where t.person = c.person_id and t.since <= c.issued_on), null, 0, c.person_id, null::uuid
  from certificates c left join home on home.person_id = c.person_id
  where c.organisation_id = current_organisation()
  union all
  -- A concern is in time when somebody took it before a second person had to be called; its clock may still run.
  select case when d.stood_down_at <= d.due_at then 'answered' when coalesce(d.called_at, d.stood_down_at) is not null then 'late' else 'waiting' end,
    c.id::text, coalesce(c.about_id, c.id), (c.raised_at at time zone o.time_zone)::date, home.district,
    array(select distinct t.grant_id from relationships r join trained t on t.person = r.supporter_id
      where r.organisation_id = c.organisation_id and r.seeker_id = c.about_id and r.opened_at <= c.raised_at
        and t.since <= (c.raised_at at time zone o.time_zone)::date),
    null, 0, null::uuid, null::uuid
  from concerns c
  join organisations o on o.id = c.organisation_id
  join concern_deadlines d on d.organisation_id = c.organisation_id and d.concern_id = c.id and d.round = 1 and d.step = 'second'
  left join home on home.person_id = c.about_id
  where c.organisation_id = current_organisation()
$$;
