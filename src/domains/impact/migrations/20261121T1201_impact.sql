-- The figures at the right end of the chain. The functions below run with the reach of trellis_definer, which may read what
-- the policies here spell out and nothing else. Whoever asks gets numbers, or rows without names, days, addresses or ids.

-- Whose work it is to read figures; a donor gets the numbers only, never a row.
create function sees_impact() returns boolean language sql stable parallel safe
  return speaks_as('grants-manager', 'donor', 'administrator', 'coordinator', 'planner', 'supervisor', 'system');
create function sees_impact_rows() returns boolean language sql stable parallel safe
  return speaks_as('grants-manager', 'administrator', 'coordinator', 'planner', 'supervisor', 'system');

create policy profiles_count on profiles for select to trellis_definer using (organisation_id = current_organisation());
create policy places_count on places for select to trellis_definer using (organisation_id = current_organisation());
create policy workshop_sessions_count on workshop_sessions for select to trellis_definer using (organisation_id = current_organisation());
create policy attendances_count on attendances for select to trellis_definer using (organisation_id = current_organisation());
create policy responses_count on responses for select to trellis_definer using (organisation_id = current_organisation());
create policy concern_deadlines_count on concern_deadlines for select to trellis_definer using (organisation_id = current_organisation());
grant select on profiles, places, workshop_sessions, attendances, current_attendances, responses, concerns, concern_deadlines,
  certificates, certificate_suspensions, observations, assessments,
  assessment_results to trellis_definer;

-- The district of every place: the deepest area above it that is no deeper than a country's second division.
create function impact_districts() returns table (place uuid, district uuid)
  language sql stable security definer set search_path = public as $$
  with recursive upward as (
    select p.id as place, p.id, p.parent_id, p.kind, p.level from places p where p.organisation_id = current_organisation()
    union all
    select u.place, p.id, p.parent_id, p.kind, p.level
    from upward u join places p on p.organisation_id = current_organisation() and p.id = u.parent_id
  )
  select distinct on (u.place) u.place, u.id from upward u
  where u.kind = 'area' and u.level <= 2 order by u.place, u.level desc
$$;

-- Whom a grant trained, and from which day on: they came to a workshop that one of its lines paid for.
create function impact_trained() returns table (person uuid, grant_id uuid, since date)
  language sql stable security definer set search_path = public as $$
  select a.person_id, l.grant_id, min((s.starts_at at time zone w.time_zone)::date)
  from current_attendances a
  join workshop_sessions s on s.organisation_id = a.organisation_id and s.id = a.session_id
  join workshops w on w.organisation_id = a.organisation_id and w.id = a.workshop_id
  join budget_lines l on l.organisation_id = w.organisation_id and l.id = w.line_id
  where a.organisation_id = current_organisation() and a.hours > 0
  group by a.person_id, l.grant_id
$$;

-- Every thing that is counted, once: what it is (unit), the person it must not reveal (who), its day in the organisation's
-- time zone, its district, the grants it hangs on, its programme, and an amount where one is added up.
create function impact_facts() returns table (
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
  -- A workshop counts on its first day, once somebody was marked as come; it is in no district, because its venue is words.
  select 'workshops', w.id::text, null::uuid, min((s.starts_at at time zone w.time_zone)::date), null::uuid,
    array_remove(array[min(l.grant_id::text)::uuid], null), null, 0, null::uuid, null::uuid
  from workshops w
  join workshop_sessions s on s.organisation_id = w.organisation_id and s.workshop_id = w.id
  left join budget_lines l on l.organisation_id = w.organisation_id and l.id = w.line_id
  where w.organisation_id = current_organisation() and exists (select from current_attendances a
    where a.organisation_id = w.organisation_id and a.workshop_id = w.id and a.hours > 0)
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

-- Under what a fact is counted: everything, each of its grants, its programme.
create function impact_scopes(grants uuid[], programme text) returns setof text language sql immutable as $$
  select 'all' union all select 'grant:' || g from unnest(grants) g union all select 'programme:' || programme where programme is not null
$$;

-- The numbers, for every time and district a figure is ever shown for: a month, a quarter, a year or all time, and districts
-- for a year or all time only. A number is small by the people in it, so those are counted too. Masking is the program's.
create function impact_cells() returns table (
  measure text, scope text, period text, district text, units int, people int, amount numeric)
  language sql stable security definer set search_path = public set work_mem = '32MB' as $$
  -- First each person's own months, then the longer times and the places made of them: far fewer rows to tell apart.
  with monthly as materialized (
    select f.measure, s.scope, date_trunc('month', f.day)::date as month, coalesce(f.district::text, 'unknown') as district,
      f.who, array_agg(distinct f.unit collate "C") as units, sum(f.amount) as amount
    from impact_facts() f cross join lateral impact_scopes(f.grants, f.programme) s(scope)
    where sees_impact()
    group by 1, 2, 3, 4, 5
  ), cells as (
    select m.measure, m.scope, c.period, c.district, m.who, m.units, m.amount
    from monthly m cross join lateral (values
      (to_char(m.month, 'YYYY-MM'), 'all'), (to_char(m.month, 'YYYY"-Q"Q'), 'all'), (to_char(m.month, 'YYYY'), 'all'), ('all', 'all'),
      (to_char(m.month, 'YYYY'), m.district), ('all', m.district)) c(period, district)
  )
  select measure, scope, period, district, count(distinct unit)::int, count(distinct who)::int, sum(amount) filter (where first)
  from (select cells.*, u.unit, u.nth = 1 as first from cells cross join lateral unnest(units) with ordinality u(unit, nth)) x
  group by measure, scope, period, district
$$;

-- First to last score within the period, of the people reached in it. `reliable` is the room of measures' own rule.
create function impact_score_changes(reliable jsonb) returns table (
  instrument text, scope text, period text, seeker uuid, difference int, improved boolean, worse boolean)
  language sql stable security definer set search_path = public as $$
  with reached as (
    select distinct s.scope, c.period, f.who
    from impact_facts() f
    cross join lateral impact_scopes(f.grants, f.programme) s(scope)
    cross join lateral (values (to_char(f.day, 'YYYY"-Q"Q')), (to_char(f.day, 'YYYY')), ('all')) c(period)
    where f.measure = 'people'
  ), answered as (
    select r.subject_id, r.instrument, r.total, r.answered_at, c.period
    from responses r join organisations o on o.id = r.organisation_id
    cross join lateral (values (to_char(r.answered_at at time zone o.time_zone, 'YYYY"-Q"Q')),
      (to_char(r.answered_at at time zone o.time_zone, 'YYYY')), ('all')) c(period)
    where r.organisation_id = current_organisation()
  ), firstlast as (
    select subject_id, instrument, period,
      (array_agg(total order by answered_at desc))[1] - (array_agg(total order by answered_at))[1] as difference
    from answered group by subject_id, instrument, period having count(*) > 1
  )
  select c.instrument, r.scope, r.period, r.who, c.difference,
    c.difference <= -(reliable ->> c.instrument)::int, c.difference >= (reliable ->> c.instrument)::int
  from reached r join firstlast c on c.subject_id = r.who and c.period = r.period
$$;

create function impact_outcomes(reliable jsonb) returns table (
  instrument text, scope text, period text, measured int, improved int, worse int, mean float8, deviation float8)
  language sql stable security definer set search_path = public as $$
  select instrument, scope, period, count(*)::int, count(*) filter (where improved)::int, count(*) filter (where worse)::int,
    avg(difference)::float8, stddev_samp(difference)::float8
  from impact_score_changes(reliable) where sees_impact() group by instrument, scope, period
$$;

-- What supervision's own rule needs to say what was owed and received: no name and no id, only what happened when.
create function impact_supervision() returns table (
  scopes text[], since date, sessions jsonb, weeks jsonb)
  language sql stable security definer set search_path = public as $$
  -- Each fact is looked at once, not once for every supervisee.
  with weeks as materialized (
    select supporter, jsonb_object_agg(monday, minutes) as minutes from (
      select f.supporter, date_trunc('week', f.day)::date as monday, sum(f.amount) as minutes
      from impact_facts() f where f.measure = 'sessions' and sees_impact() group by 1, 2) week
    group by supporter
  ), trained as materialized (
    select person, array_agg('grant:' || grant_id) as scopes from impact_trained() group by person
  ), received as materialized (
    select p.person_id, jsonb_agg(jsonb_build_object('on', s.held_on, 'kind', s.kind, 'minutes', s.minutes) order by s.held_on) as sessions
    from supervision_attendances p join supervision_sessions s on s.organisation_id = p.organisation_id and s.id = p.session_id
    where p.organisation_id = current_organisation() and s.kind <> 'debrief' group by p.person_id
  ), assigned as (
    select x.supervisee_id, min(x.since) as since from supervisor_assignments x
    where x.organisation_id = current_organisation() group by x.supervisee_id
  )
  select coalesce(t.scopes, '{}') || array['all'], a.since, coalesce(r.sessions, '[]'), coalesce(w.minutes, '{}')
  from assigned a
  left join trained t on t.person = a.supervisee_id
  left join received r on r.person_id = a.supervisee_id
  left join weeks w on w.supporter = a.supervisee_id
  where sees_impact()
$$;

-- A row's code: the same thing has another code in every report, and nobody can go back from it without the report's salt.
create function impact_code(salt text, unit text) returns text language sql immutable as $$
  select upper(left(encode(sha256(convert_to(salt || '/' || unit, 'UTF8')), 'hex'), 10))
$$;

create function impact_within(day date, period text) returns boolean language sql immutable as $$
  select period = 'all' or period in (to_char(day, 'YYYY-MM'), to_char(day, 'YYYY"-Q"Q'), to_char(day, 'YYYY'))
$$;

-- The rows behind a figure, in the order of their codes: another order would tell what a hidden month hides.
create function impact_rows(counted text, in_scope text, in_period text, in_district text, salt text)
  returns table (code text, month date, amount numeric)
  language sql stable security definer set search_path = public as $$
  select impact_code(salt, f.unit), date_trunc('month', min(f.day))::date, sum(f.amount)
  from impact_facts() f
  where sees_impact_rows() and f.measure = counted and impact_within(f.day, in_period)
    and in_scope in (select impact_scopes(f.grants, f.programme))
    and in_district in ('all', coalesce(f.district::text, 'unknown'))
  group by f.unit order by 1
$$;

create function impact_change_rows(of_instrument text, in_scope text, in_period text, salt text, reliable jsonb)
  returns table (code text, difference int)
  language sql stable security definer set search_path = public as $$
  select impact_code(salt, seeker::text), difference from impact_score_changes(reliable)
  where sees_impact_rows() and instrument = of_instrument and scope = in_scope and period = in_period order by 1
$$;

-- From one row back to the grant: what stands behind it, link by link, by month. Whoever may not see rows gets none.
create function impact_chain(counted text, in_scope text, in_period text, salt text, row_code text)
  returns table (place int, link text, month date, label text, amount numeric, detail jsonb)
  language sql stable security definer set search_path = public as $$
  with found as (
    select f.unit, f.who, f.supporter, f.relationship, f.day from impact_facts() f
    where sees_impact_rows() and f.measure = counted and impact_within(f.day, in_period)
      and in_scope in (select impact_scopes(f.grants, f.programme)) and impact_code(salt, f.unit) = row_code
    order by f.day limit 1
  ), opened as (
    select r.* from found join relationships r on r.organisation_id = current_organisation() and r.id = found.relationship
  ), seats as (
    select w.id, w.title, l.code || ' · ' || l.name as line, g.title as grant_title, g.starts_on, l.id as line_id, g.id as grant_id,
      min((s.starts_at at time zone w.time_zone)::date) as day, sum(a.hours) as hours
    from found
    join current_attendances a on a.organisation_id = current_organisation() and a.person_id = found.supporter and a.hours > 0
    join workshop_sessions s on s.organisation_id = a.organisation_id and s.id = a.session_id
    join workshops w on w.organisation_id = a.organisation_id and w.id = a.workshop_id
    join budget_lines l on l.organisation_id = w.organisation_id and l.id = w.line_id
    join grants g on g.organisation_id = l.organisation_id and g.id = l.grant_id
    where (in_scope not like 'grant:%' or in_scope = 'grant:' || g.id)
      and (counted <> 'seats' or found.unit = w.id || '/' || a.person_id)
      and (s.starts_at at time zone w.time_zone)::date <= found.day
    group by w.id, w.title, l.id, l.code, l.name, g.id, g.title, g.starts_on
  ), links as (
    select distinct 1 as place, 'grant' as link, starts_on as day, grant_title as label, null::numeric as amount, null::jsonb as detail from seats
    union all select distinct 2, 'line', starts_on, line, null::numeric, null::jsonb from seats
    union all select 3, 'workshop', day, title, null, null from seats
    union all select 4, 'attendance', day, title, hours, null from seats
    union all (
      select 5, 'assessment', o.observed_on, null, count(*), jsonb_build_object('rubric', o.rubric, 'version', o.rubric_version, 'ticks', jsonb_agg(to_jsonb(r.ticks)))
      from found join observations o on o.organisation_id = current_organisation() and o.person_id = found.supporter and o.observed_on <= found.day
      join assessments a on a.organisation_id = o.organisation_id and a.observation_id = o.id
      join assessment_results r on r.organisation_id = a.organisation_id and r.assessment_id = a.id
      group by o.organisation_id, o.id order by o.observed_on desc, o.id limit 1)
    union all (
      select 6, 'certificate', c.issued_on, c.role, null, null
      from found join certificates c on c.organisation_id = current_organisation() and c.person_id = found.supporter
        and c.role <> 'child-safeguarding' and c.issued_on <= found.day
      order by c.issued_on desc limit 1)
    union all select 7, 'match', (opened_at at time zone o.time_zone)::date, null, null, null from opened join organisations o on o.id = opened.organisation_id
    union all
    select 8, 'supervision', max(s.held_on), null, count(*), null
    from opened join supervision_attendances p on p.organisation_id = current_organisation() and p.person_id = opened.supporter_id
    join supervision_sessions s on s.organisation_id = p.organisation_id and s.id = p.session_id and s.kind <> 'debrief' and s.held_on >= opened.opened_at::date
    having count(*) > 0
    union all
    select 9, 'sessions', max(f.day), null, count(*), null from opened join impact_facts() f on f.measure = 'sessions' and f.relationship = opened.id
    having count(*) > 0
    union all
    select 10, 'outcome', max(x.answered_at)::date, x.instrument, (array_agg(x.total order by x.answered_at desc))[1] - (array_agg(x.total order by x.answered_at))[1], null
    from opened join responses x on x.organisation_id = current_organisation() and x.subject_id = opened.seeker_id
    group by x.instrument having count(*) > 1
  )
  select place, link, date_trunc('month', day)::date, label, amount, detail from links order by place, day, label
$$;

alter function impact_districts() owner to trellis_definer;
alter function impact_trained() owner to trellis_definer;
alter function impact_facts() owner to trellis_definer;
alter function impact_cells() owner to trellis_definer;
alter function impact_score_changes(jsonb) owner to trellis_definer;
alter function impact_outcomes(jsonb) owner to trellis_definer;
alter function impact_supervision() owner to trellis_definer;
alter function impact_rows(text, text, text, text, text) owner to trellis_definer;
alter function impact_change_rows(text, text, text, text, jsonb) owner to trellis_definer;
alter function impact_chain(text, text, text, text, text) owner to trellis_definer;
-- These still hold ids: they are for the functions above alone, never for the program.
revoke execute on function impact_facts(), impact_trained(), impact_districts(), impact_score_changes(jsonb) from public;

-- What a printed report carries, so that it can be held against the record of who did what: the chain's newest hash.
create function audit_head_hash() returns text language sql stable security definer set search_path = public as $$
  select encode(hash, 'hex') from audit_heads where organisation_id = current_organisation() and sees_impact()
$$;
alter function audit_head_hash() owner to trellis_definer;
