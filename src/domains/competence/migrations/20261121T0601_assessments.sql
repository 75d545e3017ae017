-- Somebody at work is observed, in a role-play or a session, by one assessor or by several who do not see each
-- other's ticks until all are in. Levels are not stored: they are derived from the ticks and the rubric's version.

create table observations (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  rubric text not null,
  rubric_version int not null check (rubric_version > 0),
  context text not null check (context in ('role-play', 'session')),
  observed_on date not null,
  opened_by uuid not null references people (id),
  opened_at timestamptz not null,
  primary key (organisation_id, id)
);
create index observations_by_person on observations (organisation_id, person_id, observed_on desc);

-- One assessor asked to judge one observation. Nobody is asked twice, and nobody judges themselves.
create table assessments (
  organisation_id uuid not null,
  id uuid not null,
  observation_id uuid not null,
  assessor_id uuid not null references people (id),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, observation_id) references observations (organisation_id, id),
  unique (organisation_id, observation_id, assessor_id)
);
create index assessments_by_assessor on assessments (organisation_id, assessor_id);

create table assessment_results (
  organisation_id uuid not null,
  assessment_id uuid not null,
  -- Ids of the behaviours seen, such as empathy.basic.2.
  ticks text[] not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, assessment_id),
  foreign key (organisation_id, assessment_id) references assessments (organisation_id, id)
);

create trigger observations_append_only before update or delete or truncate on observations for each statement execute function refuse_change();
create trigger assessments_append_only before update or delete or truncate on assessments for each statement execute function refuse_change();
create trigger assessment_results_append_only before update or delete or truncate on assessment_results for each statement execute function refuse_change();

alter table observations enable row level security;
alter table observations force row level security;
alter table assessments enable row level security;
alter table assessments force row level security;
alter table assessment_results enable row level security;
alter table assessment_results force row level security;

create policy observations_definer on observations for select to trellis_definer using (true);
create policy assessments_definer on assessments for select to trellis_definer using (true);
create policy assessment_results_definer on assessment_results for select to trellis_definer using (true);
grant select on observations, assessments, assessment_results to trellis_definer;

-- The speaker was asked to judge this observation and has not done so: until then the others' ticks are hidden from them.
create function owes_assessment(observation uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from assessments a
    where a.organisation_id = current_organisation() and a.observation_id = observation and a.assessor_id = current_person()
      and not exists (select from assessment_results r where r.organisation_id = a.organisation_id and r.assessment_id = a.id))
$$;
alter function owes_assessment(uuid) owner to trellis_definer;

create policy observations_read on observations for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('assessor', 'supervisor', 'coordinator', 'trainer', 'system')));
create policy observations_open on observations for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (opened_by = current_person() and person_id <> current_person() and is_member(person_id) and speaks_as('assessor', 'supervisor'))));

create policy assessments_read on assessments for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from observations o where o.organisation_id = assessments.organisation_id and o.id = observation_id));
create policy assessments_ask on assessments for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (asked_by = current_person() and speaks_as('assessor', 'supervisor')))
  and exists (
    select from observations o
    where o.organisation_id = assessments.organisation_id and o.id = observation_id and o.person_id <> assessor_id));

create policy assessment_results_read on assessment_results for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from assessments a
    where a.organisation_id = assessment_results.organisation_id and a.id = assessment_id
      and (a.assessor_id = current_person() or not owes_assessment(a.observation_id))));
create policy assessment_results_record on assessment_results for insert to trellis_app with check (
  organisation_id = current_organisation() and exists (
    select from assessments a
    where a.organisation_id = assessment_results.organisation_id and a.id = assessment_id
      and (a.assessor_id = current_person() or speaks_as('system'))));

grant select, insert on observations, assessments, assessment_results to trellis_app;

-- What the gate asks about helpers, also when it is asked for a seeker, who may not read assessments: the newest
-- observation of each person with at least one result, and the ticks of each assessor who is done.
create function latest_assessments(helpers uuid[])
  returns table (person_id uuid, observation_id uuid, rubric text, rubric_version int, observed_on date, ticks jsonb)
  language sql stable security definer set search_path = public as $$
  select distinct on (o.person_id) o.person_id, o.id, o.rubric, o.rubric_version, o.observed_on, jsonb_agg(to_jsonb(r.ticks))
  from observations o
  join assessments a on a.organisation_id = o.organisation_id and a.observation_id = o.id
  join assessment_results r on r.organisation_id = a.organisation_id and r.assessment_id = a.id
  where o.organisation_id = current_organisation() and o.person_id = any (helpers) and not owes_assessment(o.id)
  group by o.organisation_id, o.id
  order by o.person_id, o.observed_on desc, o.opened_at desc
$$;
alter function latest_assessments(uuid[]) owner to trellis_definer;
