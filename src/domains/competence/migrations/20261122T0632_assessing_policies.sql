-- What an organisation asks of assessments and assessors before a level counts: which rubrics open the gate, and how
-- well an assessor must agree with others. The defaults and their sources are in policy.ts.

alter table competence_policies
  add column gate_rubrics text[] not null default '{foundational-helping}' check (cardinality(gate_rubrics) > 0),
  add column agreement_min numeric(3, 2) not null default 0.6 check (agreement_min between 0 and 1),
  add column agreement_pairs_min int not null default 10 check (agreement_pairs_min between 2 and 1000),
  -- Null: calibration is not asked for.
  add column calibration_months int check (calibration_months between 1 and 60);

-- The newest observation on a rubric that opens the gate: a group well led says nothing of a helper alone with a seeker.
create function gate_assessments(helpers uuid[], rubrics text[])
  returns table (person_id uuid, observation_id uuid, rubric text, rubric_version int, observed_on date, ticks jsonb)
  language sql stable security definer set search_path = public as $$
  select distinct on (o.person_id) o.person_id, o.id, o.rubric, o.rubric_version, o.observed_on, jsonb_agg(to_jsonb(r.ticks))
  from observations o
  join assessments a on a.organisation_id = o.organisation_id and a.observation_id = o.id
  join assessment_results r on r.organisation_id = a.organisation_id and r.assessment_id = a.id
  where o.organisation_id = current_organisation() and o.person_id = any (helpers) and o.rubric = any (rubrics)
    and not owes_assessment(o.id)
  group by o.organisation_id, o.id
  order by o.person_id, o.observed_on desc, o.opened_at desc
$$;
alter function gate_assessments(uuid[], text[]) owner to trellis_definer;
drop function latest_assessments(uuid[]);
