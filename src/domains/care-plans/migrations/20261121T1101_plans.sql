-- A plan somebody makes for themselves, together with their supporter. Every free text is sealed with their own key,
-- and nothing of it is overwritten: a change is a new version.

-- Versioned: the newest row whose day has come holds. Where there is none, the default of policy.ts holds.
create table care_plan_policies (
  organisation_id uuid not null references organisations,
  id uuid not null,
  effective_on date not null,
  safety_plan_stale_days int not null check (safety_plan_stale_days between 7 and 730),
  source text not null check (source <> ''),
  reason text not null check (reason <> ''),
  set_by uuid references people,
  set_at timestamptz not null,
  primary key (organisation_id, id)
);
create trigger care_plan_policies_append_only before update or delete or truncate on care_plan_policies
  for each statement execute function refuse_change();

create table care_plans (
  organisation_id uuid not null references organisations,
  id uuid not null,
  seeker_id uuid not null references people,
  started_at timestamptz not null,
  started_by uuid not null references people,
  primary key (organisation_id, id),
  unique (organisation_id, seeker_id),
  -- So that everything in a plan can name whose it is, and be seen by the same few.
  unique (organisation_id, id, seeker_id)
);

-- A goal, a step towards one, or one part of the safety plan.
create table plan_parts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  plan_id uuid not null,
  seeker_id uuid not null,
  kind text not null check (kind in ('goal', 'step', 'warning-signs', 'own-coping', 'people-and-places', 'people-to-ask', 'professionals', 'safer-surroundings')),
  goal_id uuid,
  made_at timestamptz not null,
  made_by uuid not null references people,
  primary key (organisation_id, id),
  unique (organisation_id, id, seeker_id),
  unique (organisation_id, id, plan_id),
  foreign key (organisation_id, plan_id, seeker_id) references care_plans (organisation_id, id, seeker_id),
  foreign key (organisation_id, goal_id, plan_id) references plan_parts (organisation_id, id, plan_id),
  check (goal_id is null or kind = 'step')
);
create index plan_parts_of_plan on plan_parts (organisation_id, plan_id);
create unique index plan_parts_safety on plan_parts (organisation_id, plan_id, kind) where kind not in ('goal', 'step');

-- Two who change the same words at once would write the same number: the second is told, and keeps what they typed.
create table plan_part_versions (
  organisation_id uuid not null references organisations,
  id uuid not null,
  part_id uuid not null,
  seeker_id uuid not null,
  version int not null check (version > 0),
  sealed bytea not null,
  -- Of a step: whose it is, and by when.
  doer text check (doer in ('seeker', 'supporter', 'clinician')),
  due_on date,
  at timestamptz not null,
  by uuid not null references people,
  by_role text not null check (by_role in ('seeker', 'supporter')),
  primary key (organisation_id, id),
  unique (organisation_id, part_id, version),
  foreign key (organisation_id, part_id, seeker_id) references plan_parts (organisation_id, id, seeker_id)
);

-- Done, set aside, or open again: the newest row holds.
create table plan_marks (
  organisation_id uuid not null references organisations,
  id uuid not null,
  part_id uuid not null,
  seeker_id uuid not null,
  mark text not null check (mark in ('open', 'done', 'set-aside')),
  at timestamptz not null,
  by uuid not null references people,
  by_role text not null check (by_role in ('seeker', 'supporter', 'clinician')),
  primary key (organisation_id, id),
  foreign key (organisation_id, part_id, seeker_id) references plan_parts (organisation_id, id, seeker_id)
);
create index plan_marks_of_part on plan_marks (organisation_id, part_id, at desc);

create table plan_comments (
  organisation_id uuid not null references organisations,
  id uuid not null,
  plan_id uuid not null,
  seeker_id uuid not null,
  kind text not null check (kind in ('comment', 'recommendation')),
  sealed bytea not null,
  at timestamptz not null,
  by uuid not null references people,
  by_role text not null check (by_role in ('seeker', 'supporter', 'clinician')),
  primary key (organisation_id, id),
  foreign key (organisation_id, plan_id, seeker_id) references care_plans (organisation_id, id, seeker_id),
  check ((kind = 'recommendation') = (by_role = 'clinician'))
);
create index plan_comments_of_plan on plan_comments (organisation_id, plan_id, at);

create trigger care_plans_append_only before update or delete or truncate on care_plans
  for each statement execute function refuse_change();
create trigger plan_parts_append_only before update or delete or truncate on plan_parts
  for each statement execute function refuse_change();
create trigger plan_part_versions_append_only before update or delete or truncate on plan_part_versions
  for each statement execute function refuse_change();
create trigger plan_marks_append_only before update or delete or truncate on plan_marks
  for each statement execute function refuse_change();
create trigger plan_comments_append_only before update or delete or truncate on plan_comments
  for each statement execute function refuse_change();
