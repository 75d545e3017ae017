-- Answers to quizzes: kept while they are being given, then one attempt that never changes, scored question by question.

-- Answers not handed in yet, so that nobody begins again after a closed page.
create table quiz_drafts (
  organisation_id uuid not null references organisations,
  course_id uuid not null,
  quiz_id uuid not null,
  person_id uuid not null references people (id),
  occasion text not null check (occasion in ('course', 'before', 'after')),
  workshop_id uuid,
  answers jsonb not null,
  kept_at timestamptz not null,
  unique nulls not distinct (organisation_id, course_id, quiz_id, person_id, occasion, workshop_id),
  foreign key (organisation_id, course_id) references courses (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  check ((occasion = 'course') = (workshop_id is null))
);

create table quiz_attempts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  course_id uuid not null,
  version int not null,
  quiz_id uuid not null,
  person_id uuid not null references people (id),
  occasion text not null check (occasion in ('course', 'before', 'after')),
  workshop_id uuid,
  -- Decides which questions were drawn, and in which order.
  number int not null check (number > 0),
  answers jsonb not null,
  share numeric not null check (share between 0 and 1),
  passed boolean not null,
  made_at timestamptz not null,
  received_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, course_id, version) references course_versions (organisation_id, course_id, number),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  check ((occasion = 'course') = (workshop_id is null))
);
create index quiz_attempts_of_person on quiz_attempts (organisation_id, person_id, course_id, quiz_id);
create index quiz_attempts_of_course on quiz_attempts (organisation_id, course_id, quiz_id);
create index quiz_attempts_of_workshop on quiz_attempts (organisation_id, workshop_id);
-- Before and after are each answered once.
create unique index quiz_attempts_once on quiz_attempts (organisation_id, workshop_id, occasion, person_id)
  where workshop_id is not null;
create trigger quiz_attempts_append_only before update or delete or truncate on quiz_attempts
  for each statement execute function refuse_change();

create table quiz_attempt_items (
  organisation_id uuid not null references organisations,
  attempt_id uuid not null,
  question_id uuid not null,
  share numeric not null check (share between 0 and 1),
  primary key (organisation_id, attempt_id, question_id),
  foreign key (organisation_id, attempt_id) references quiz_attempts (organisation_id, id)
);
create trigger quiz_attempt_items_append_only before update or delete or truncate on quiz_attempt_items
  for each statement execute function refuse_change();

alter table quiz_drafts enable row level security;
alter table quiz_drafts force row level security;
alter table quiz_attempts enable row level security;
alter table quiz_attempts force row level security;
alter table quiz_attempt_items enable row level security;
alter table quiz_attempt_items force row level security;

-- Nobody looks over a learner's shoulder.
create policy quiz_drafts_own on quiz_drafts for all to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person());

create policy quiz_attempts_read on quiz_attempts for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
create policy quiz_attempts_hand_in on quiz_attempts for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and sees_workshops());

-- The attempt is read under its own policy.
create policy quiz_attempt_items_read on quiz_attempt_items for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from quiz_attempts a where a.organisation_id = quiz_attempt_items.organisation_id and a.id = attempt_id));
create policy quiz_attempt_items_score on quiz_attempt_items for insert to trellis_app with check (
  organisation_id = current_organisation() and exists (
    select from quiz_attempts a where a.organisation_id = quiz_attempt_items.organisation_id and a.id = attempt_id
      and a.person_id = current_person()));

grant select, insert, update, delete on quiz_drafts to trellis_app;
grant select, insert on quiz_attempts, quiz_attempt_items to trellis_app;
