-- What surrounds the ticks: the role-play's scenario, when each thing was done, a draft, a private note, what was done about
-- harm that was seen, and what two assessors who differed agreed in the end.

alter table observations add column scenario text check (length(scenario) between 1 and 100);
alter table assessment_results
  add column started_at timestamptz,
  -- {item: instant of its last tick}
  add column item_times jsonb not null default '{}';

create table scenarios (
  organisation_id uuid not null references organisations,
  id uuid not null,
  rubric text not null check (length(rubric) between 1 and 100),
  title text not null check (length(title) between 1 and 200),
  helper text not null check (length(helper) between 1 and 4000),
  actor text not null check (length(actor) between 1 and 4000),
  added_by uuid not null references people (id),
  added_at timestamptz not null,
  primary key (organisation_id, id)
);

create table assessment_drafts (
  organisation_id uuid not null,
  assessment_id uuid not null,
  ticks text[] not null,
  item_times jsonb not null,
  started_at timestamptz not null,
  saved_at timestamptz not null,
  primary key (organisation_id, assessment_id),
  foreign key (organisation_id, assessment_id) references assessments (organisation_id, id)
);

create table assessment_notes (
  organisation_id uuid not null,
  assessment_id uuid not null,
  sealed bytea not null,
  primary key (organisation_id, assessment_id),
  foreign key (organisation_id, assessment_id) references assessments (organisation_id, id)
);

-- What was done at once about harmful behaviour that was seen.
create table harm_answers (
  organisation_id uuid not null,
  assessment_id uuid not null,
  sealed bytea not null,
  answered_at timestamptz not null,
  primary key (organisation_id, assessment_id),
  foreign key (organisation_id, assessment_id) references assessments (organisation_id, id)
);

-- A supervisor has looked at it.
create table harm_looks (
  organisation_id uuid not null,
  assessment_id uuid not null,
  looked_by uuid not null references people (id),
  looked_at timestamptz not null,
  primary key (organisation_id, assessment_id),
  foreign key (organisation_id, assessment_id) references harm_answers (organisation_id, assessment_id)
);

create table assessment_resolutions (
  organisation_id uuid not null,
  observation_id uuid not null,
  -- [{"item", "level"}], for every item that was disputed.
  levels jsonb not null check (jsonb_array_length(levels) > 0),
  reason text not null check (length(reason) between 1 and 2000),
  agreed_by uuid not null references people (id),
  agreed_at timestamptz not null,
  primary key (organisation_id, observation_id),
  foreign key (organisation_id, observation_id) references observations (organisation_id, id)
);

create trigger scenarios_append_only before update or delete or truncate on scenarios for each statement execute function refuse_change();
create trigger assessment_notes_append_only before update or delete or truncate on assessment_notes for each statement execute function refuse_change();
create trigger harm_answers_append_only before update or delete or truncate on harm_answers for each statement execute function refuse_change();
create trigger harm_looks_append_only before update or delete or truncate on harm_looks for each statement execute function refuse_change();
create trigger assessment_resolutions_append_only before update or delete or truncate on assessment_resolutions for each statement execute function refuse_change();

alter table scenarios enable row level security;
alter table scenarios force row level security;
alter table assessment_drafts enable row level security;
alter table assessment_drafts force row level security;
alter table assessment_notes enable row level security;
alter table assessment_notes force row level security;
alter table harm_answers enable row level security;
alter table harm_answers force row level security;
alter table harm_looks enable row level security;
alter table harm_looks force row level security;
alter table assessment_resolutions enable row level security;
alter table assessment_resolutions force row level security;

create policy assessment_resolutions_definer on assessment_resolutions for select to trellis_definer using (true);
grant select on assessment_resolutions to trellis_definer;

create function is_own_assessment(assessment uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from assessments a
    where a.organisation_id = current_organisation() and a.id = assessment and a.assessor_id = current_person())
$$;
alter function is_own_assessment(uuid) owner to trellis_definer;
create function is_about_speaker(assessment uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from assessments a
    join observations o on o.organisation_id = a.organisation_id and o.id = a.observation_id
    where a.organisation_id = current_organisation() and a.id = assessment and o.person_id = current_person())
$$;
alter function is_about_speaker(uuid) owner to trellis_definer;

-- A scenario is for those who assess: whoever will be assessed would else know it beforehand.
create policy scenarios_read on scenarios for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('assessor', 'supervisor', 'coordinator', 'trainer', 'administrator'));
create policy scenarios_add on scenarios for insert to trellis_app with check (
  organisation_id = current_organisation() and added_by = current_person() and speaks_as('assessor', 'supervisor', 'coordinator'));

create policy assessment_drafts_own on assessment_drafts for all to trellis_app
  using (organisation_id = current_organisation() and is_own_assessment(assessment_id))
  with check (organisation_id = current_organisation() and is_own_assessment(assessment_id));

create policy assessment_notes_read on assessment_notes for select to trellis_app using (
  organisation_id = current_organisation()
  and (is_own_assessment(assessment_id) or (speaks_as('supervisor') and not is_about_speaker(assessment_id))));
create policy assessment_notes_write on assessment_notes for insert to trellis_app with check (
  organisation_id = current_organisation() and is_own_assessment(assessment_id));

create policy harm_answers_read on harm_answers for select to trellis_app using (
  organisation_id = current_organisation()
  and (is_own_assessment(assessment_id) or (speaks_as('supervisor') and not is_about_speaker(assessment_id))));
create policy harm_answers_write on harm_answers for insert to trellis_app with check (
  organisation_id = current_organisation() and is_own_assessment(assessment_id));

create policy harm_looks_read on harm_looks for select to trellis_app using (
  organisation_id = current_organisation() and (is_own_assessment(assessment_id) or speaks_as('supervisor')));
create policy harm_looks_look on harm_looks for insert to trellis_app with check (
  organisation_id = current_organisation() and looked_by = current_person() and speaks_as('supervisor')
  and not is_about_speaker(assessment_id));

create policy assessment_resolutions_read on assessment_resolutions for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from observations o where o.organisation_id = assessment_resolutions.organisation_id and o.id = observation_id)
  and not owes_assessment(observation_id));
create policy assessment_resolutions_agree on assessment_resolutions for insert to trellis_app with check (
  organisation_id = current_organisation() and agreed_by = current_person() and not owes_assessment(observation_id)
  and exists (
    select from observations o where o.organisation_id = assessment_resolutions.organisation_id and o.id = observation_id
    and o.person_id <> current_person())
  and (speaks_as('supervisor') or exists (
    select from assessments a where a.organisation_id = assessment_resolutions.organisation_id
    and a.observation_id = assessment_resolutions.observation_id and a.assessor_id = current_person())));

grant select, insert on scenarios, assessment_notes, harm_answers, harm_looks, assessment_resolutions to trellis_app;
grant select, insert, update, delete on assessment_drafts to trellis_app;

-- The newest observation on a rubric that opens the gate: a group well led says nothing of a helper alone with a seeker. One
-- seen by somebody alone who is among `not_alone` waits for a second, unless harm was seen.
create function gate_assessments(helpers uuid[], rubrics text[], not_alone uuid[])
  returns table (
    person_id uuid, observation_id uuid, rubric text, rubric_version int, observed_on date, ticks jsonb, agreed jsonb)
  language sql stable security definer set search_path = public as $$
  select distinct on (o.person_id) o.person_id, o.id, o.rubric, o.rubric_version, o.observed_on, jsonb_agg(to_jsonb(r.ticks)),
    (select s.levels from assessment_resolutions s where s.organisation_id = o.organisation_id and s.observation_id = o.id)
  from observations o
  join assessments a on a.organisation_id = o.organisation_id and a.observation_id = o.id
  join assessment_results r on r.organisation_id = a.organisation_id and r.assessment_id = a.id
  where o.organisation_id = current_organisation() and o.person_id = any (helpers) and o.rubric = any (rubrics)
    and not owes_assessment(o.id)
  group by o.organisation_id, o.id
  having count(*) > 1 or not bool_or(a.assessor_id = any (not_alone))
    or bool_or(exists (select from unnest(r.ticks) tick where tick like '%.harmful.%'))
  order by o.person_id, o.observed_on desc, o.opened_at desc
$$;
alter function gate_assessments(uuid[], text[], uuid[]) owner to trellis_definer;
