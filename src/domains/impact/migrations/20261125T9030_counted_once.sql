-- What a reader of figures asks for is counted once and handed on: cells, changes of scores and supervision each counted it anew.

create type impact_fact as (
  measure text, unit text, who uuid, day date, district uuid, grants uuid[], programme text, amount numeric,
  supporter uuid, relationship uuid);

drop function impact_cells();
drop function impact_outcomes(jsonb);
drop function impact_supervision();
drop function impact_change_rows(text, text, text, text, jsonb);
drop function impact_score_changes(jsonb);

create function impact_counted() returns impact_fact[]
  language sql stable security definer set search_path = public as $$
  select array_agg((f.measure, f.unit, f.who, f.day, f.district, f.grants, f.programme, f.amount, f.supporter, f.relationship)::impact_fact)
  from impact_facts() f
$$;

-- The numbers, for every time and district a figure is ever shown for: a month, a quarter, a year or all time, and districts
-- for a year or all time only. A number is small by the people in it, so those are counted too. Masking is the program's.
create function impact_cells(facts impact_fact[]) returns table (
  measure text, scope text, period text, district text, units int, people int, amount numeric)
  language sql stable security definer set search_path = public set work_mem = '32MB' as $$
  -- First each person's own months, then the longer times and the places made of them: far fewer rows to tell apart.
  with monthly as materialized (
    select f.measure, s.scope, date_trunc('month', f.day)::date as month, coalesce(f.district::text, 'unknown') as district,
      f.who, array_agg(distinct f.unit collate "C") as units, sum(f.amount) as amount
    from unnest(facts) f cross join lateral impact_scopes(f.grants, f.programme) s(scope)
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
-- Nobody can guess how many facts are handed over, and a loop within a loop over them would be slow.
create function impact_score_changes(facts impact_fact[], reliable jsonb) returns table (
  instrument text, scope text, period text, seeker uuid, difference int, improved boolean, worse boolean)
  language sql stable security definer set search_path = public set enable_nestloop = off as $$
  with reached as (
    select distinct s.scope, c.period, f.who
    from unnest(facts) f
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

create function impact_outcomes(facts impact_fact[], reliable jsonb) returns table (
  instrument text, scope text, period text, measured int, improved int, worse int, mean float8, deviation float8)
  language sql stable security definer set search_path = public as $$
  select instrument, scope, period, count(*)::int, count(*) filter (where improved)::int, count(*) filter (where worse)::int,
    avg(difference)::float8, stddev_samp(difference)::float8
  from impact_score_changes(facts, reliable) group by instrument, scope, period
$$;

-- What supervision's own rule needs to say what was owed and received: no name and no id, only what happened when.
create function impact_supervision(facts impact_fact[]) returns table (
  scopes text[], since date, sessions jsonb, weeks jsonb)
  language sql stable security definer set search_path = public as $$
  with weeks as materialized (
    select supporter, jsonb_object_agg(monday, minutes) as minutes from (
      select f.supporter, date_trunc('week', f.day)::date as monday, sum(f.amount) as minutes
      from unnest(facts) f where f.measure = 'sessions' group by 1, 2) week
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
$$;

-- Everything that figures are made of; of nothing for whom they are no work. Not one of the facts leaves with it.
create function impact_evidence(reliable jsonb, out cells jsonb, out outcomes jsonb, out supervision jsonb)
  language plpgsql stable security definer set search_path = public as $$
declare facts impact_fact[];
begin
  cells := '[]'; outcomes := '[]'; supervision := '[]';
  if not sees_impact() then return; end if;
  facts := impact_counted();
  cells := (select coalesce(jsonb_agg(c), '[]') from impact_cells(facts) c);
  outcomes := (select coalesce(jsonb_agg(o), '[]') from impact_outcomes(facts, reliable) o);
  supervision := (select coalesce(jsonb_agg(s), '[]') from impact_supervision(facts) s);
end $$;

create function impact_change_rows(of_instrument text, in_scope text, in_period text, salt text, reliable jsonb)
  returns table (code text, difference int)
  language sql stable security definer set search_path = public as $$
  select impact_code(salt, seeker::text), difference from impact_score_changes(impact_counted(), reliable)
  where sees_impact_rows() and instrument = of_instrument and scope = in_scope and period = in_period order by 1
$$;

alter function impact_counted() owner to trellis_definer;
alter function impact_cells(impact_fact[]) owner to trellis_definer;
alter function impact_score_changes(impact_fact[], jsonb) owner to trellis_definer;
alter function impact_outcomes(impact_fact[], jsonb) owner to trellis_definer;
alter function impact_supervision(impact_fact[]) owner to trellis_definer;
alter function impact_evidence(jsonb) owner to trellis_definer;
alter function impact_change_rows(text, text, text, text, jsonb) owner to trellis_definer;
-- They hold ids, or read on behalf of whoever handed them facts: for the functions above alone, never for the program.
revoke execute on function impact_counted(), impact_cells(impact_fact[]), impact_score_changes(impact_fact[], jsonb),
  impact_outcomes(impact_fact[], jsonb), impact_supervision(impact_fact[]) from public;
