-- What somebody practises after an assessment that asked for it: tasks with days, who helps, and what came of it. A plan ends with
-- the re-assessment that answers it, or by a person with a reason.

create table practice_plans (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  -- The assessment it comes from.
  observation_id uuid not null,
  rubric text not null check (length(rubric) between 1 and 100),
  items text[] not null check (cardinality(items) > 0),
  made_by uuid not null references people (id),
  made_on date not null,
  made_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, observation_id) references observations (organisation_id, id)
);
create index practice_plans_of_person on practice_plans (organisation_id, person_id, made_at desc);

create table practice_tasks (
  organisation_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  kind text not null check (kind in ('module', 'practice', 'reading', 're-assessment')),
  -- The skill it is for; none where it is for all.
  item text check (length(item) between 1 and 100),
  title text not null check (length(title) between 1 and 300),
  -- A module of training's, which looks after its own.
  module_id uuid,
  helper_id uuid references people (id),
  due_on date not null,
  added_by uuid not null references people (id),
  added_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, plan_id) references practice_plans (organisation_id, id)
);
create index practice_tasks_of_plan on practice_tasks (organisation_id, plan_id, due_on);

create table practice_task_completions (
  organisation_id uuid not null,
  task_id uuid not null,
  evidence text not null check (length(evidence) between 1 and 2000),
  done_by uuid not null references people (id),
  done_at timestamptz not null,
  primary key (organisation_id, task_id),
  foreign key (organisation_id, task_id) references practice_tasks (organisation_id, id)
);

create table practice_plan_closings (
  organisation_id uuid not null,
  plan_id uuid not null,
  outcome text not null check (outcome in ('reached', 'not-reached', 'ended')),
  -- The re-assessment that says so; an end without one has a reason.
  observation_id uuid,
  reason text check (length(reason) between 1 and 2000),
  closed_by uuid not null references people (id),
  closed_on date not null,
  closed_at timestamptz not null,
  primary key (organisation_id, plan_id),
  foreign key (organisation_id, plan_id) references practice_plans (organisation_id, id),
  foreign key (organisation_id, observation_id) references observations (organisation_id, id),
  check (case outcome when 'ended' then reason is not null and observation_id is null else observation_id is not null end)
);

create trigger practice_plans_append_only before update or delete or truncate on practice_plans for each statement execute function refuse_change();
create trigger practice_tasks_append_only before update or delete or truncate on practice_tasks for each statement execute function refuse_change();
create trigger practice_task_completions_append_only before update or delete or truncate on practice_task_completions for each statement execute function refuse_change();
create trigger practice_plan_closings_append_only before update or delete or truncate on practice_plan_closings for each statement execute function refuse_change();

alter table practice_plans enable row level security;
alter table practice_plans force row level security;
alter table practice_tasks enable row level security;
alter table practice_tasks force row level security;
alter table practice_task_completions enable row level security;
alter table practice_task_completions force row level security;
alter table practice_plan_closings enable row level security;
alter table practice_plan_closings force row level security;

-- The learner, and those whose work it is to bring people on.
create policy practice_plans_read on practice_plans for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('assessor', 'supervisor', 'coordinator', 'trainer')));
create policy practice_plans_make on practice_plans for insert to trellis_app with check (
  organisation_id = current_organisation() and made_by = current_person() and person_id <> current_person()
  and speaks_as('assessor', 'supervisor'));

create policy practice_tasks_read on practice_tasks for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from practice_plans p where p.organisation_id = practice_tasks.organisation_id and p.id = plan_id));
create policy practice_tasks_add on practice_tasks for insert to trellis_app with check (
  organisation_id = current_organisation() and added_by = current_person() and speaks_as('assessor', 'supervisor')
  and exists (select from practice_plans p where p.organisation_id = practice_tasks.organisation_id and p.id = plan_id
    and p.person_id <> current_person()));

create policy practice_task_completions_read on practice_task_completions for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from practice_tasks t where t.organisation_id = practice_task_completions.organisation_id and t.id = task_id));
create policy practice_task_completions_tick on practice_task_completions for insert to trellis_app with check (
  organisation_id = current_organisation() and done_by = current_person()
  and exists (select from practice_tasks t where t.organisation_id = practice_task_completions.organisation_id and t.id = task_id));

create policy practice_plan_closings_read on practice_plan_closings for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from practice_plans p where p.organisation_id = practice_plan_closings.organisation_id and p.id = plan_id));
create policy practice_plan_closings_close on practice_plan_closings for insert to trellis_app with check (
  organisation_id = current_organisation() and closed_by = current_person() and speaks_as('assessor', 'supervisor')
  and exists (select from practice_plans p where p.organisation_id = practice_plan_closings.organisation_id and p.id = plan_id
    and p.person_id <> current_person()));

grant select, insert on practice_plans, practice_tasks, practice_task_completions, practice_plan_closings to trellis_app;
