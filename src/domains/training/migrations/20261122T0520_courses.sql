-- Courses to learn from alone or before a workshop: a draft that trainers work on, versions that never change, and how far
-- each learner has come.

create table courses (
  organisation_id uuid not null references organisations,
  id uuid not null,
  kind text not null check (kind in (
    'foundational-helping', 'problem-management', 'child-safeguarding', 'suicide-first-response', 'specific-condition',
    'cultural-care', 'supervision-skills', 'other')),
  language text not null check (language ~ '^[a-z]{2,3}$'),
  begun_by uuid references people (id),
  begun_at timestamptz not null,
  primary key (organisation_id, id)
);

-- What trainers are writing now. The revision tells two of them apart who write at once.
create table course_drafts (
  organisation_id uuid not null references organisations,
  course_id uuid not null,
  revision int not null check (revision >= 0),
  content jsonb not null,
  saved_by uuid references people (id),
  saved_at timestamptz not null,
  primary key (organisation_id, course_id),
  foreign key (organisation_id, course_id) references courses (organisation_id, id)
);

-- What learners see. Read whole and never searched into, so it is kept as one document.
create table course_versions (
  organisation_id uuid not null references organisations,
  course_id uuid not null,
  number int not null check (number > 0),
  content jsonb not null,
  published_by uuid references people (id),
  published_at timestamptz not null,
  primary key (organisation_id, course_id, number),
  foreign key (organisation_id, course_id) references courses (organisation_id, id)
);
create trigger course_versions_append_only before update or delete or truncate on course_versions
  for each statement execute function refuse_change();

-- Pictures and recordings of a course; the bytes are a stored file. A recording has its words in writing.
create table course_media (
  organisation_id uuid not null references organisations,
  id uuid not null,
  course_id uuid not null,
  media_type text not null check (media_type in (
    'image/png', 'image/jpeg', 'image/webp', 'audio/mpeg', 'audio/ogg', 'audio/x-m4a', 'audio/mp4', 'audio/wav')),
  title text not null check (length(title) between 1 and 300),
  transcript text check (length(transcript) between 1 and 40000),
  captions_id uuid,
  added_by uuid references people (id),
  added_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, course_id) references courses (organisation_id, id),
  foreign key (organisation_id, id) references stored_files (organisation_id, id),
  foreign key (organisation_id, captions_id) references stored_files (organisation_id, id),
  check (media_type not like 'audio/%' or transcript is not null)
);
create index course_media_of_course on course_media (organisation_id, course_id);

create table course_enrolments (
  organisation_id uuid not null references organisations,
  course_id uuid not null,
  person_id uuid not null references people (id),
  begun_at timestamptz not null,
  primary key (organisation_id, course_id, person_id),
  foreign key (organisation_id, course_id) references courses (organisation_id, id)
);
create index course_enrolments_of_person on course_enrolments (organisation_id, person_id);

-- Where somebody left off. A lesson keeps its id from version to version.
create table course_bookmarks (
  organisation_id uuid not null references organisations,
  course_id uuid not null,
  person_id uuid not null references people (id),
  lesson_id uuid not null,
  left_at timestamptz not null,
  primary key (organisation_id, course_id, person_id),
  foreign key (organisation_id, course_id, person_id) references course_enrolments
);

create table lesson_completions (
  organisation_id uuid not null references organisations,
  course_id uuid not null,
  person_id uuid not null references people (id),
  lesson_id uuid not null,
  done_at timestamptz not null,
  primary key (organisation_id, course_id, person_id, lesson_id),
  foreign key (organisation_id, course_id, person_id) references course_enrolments
);

-- A course that those with a seat are asked to take before the workshop.
create table workshop_courses (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  course_id uuid not null,
  asked_by uuid references people (id),
  asked_at timestamptz not null,
  primary key (organisation_id, workshop_id, course_id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  foreign key (organisation_id, course_id) references courses (organisation_id, id)
);

alter table courses enable row level security;
alter table courses force row level security;
alter table course_drafts enable row level security;
alter table course_drafts force row level security;
alter table course_versions enable row level security;
alter table course_versions force row level security;
alter table course_media enable row level security;
alter table course_media force row level security;
alter table course_enrolments enable row level security;
alter table course_enrolments force row level security;
alter table course_bookmarks enable row level security;
alter table course_bookmarks force row level security;
alter table lesson_completions enable row level security;
alter table lesson_completions force row level security;
alter table workshop_courses enable row level security;
alter table workshop_courses force row level security;

create function writes_courses() returns boolean language sql stable parallel safe
  return speaks_as('coordinator', 'trainer', 'system');

create policy courses_read on courses for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy courses_begin on courses for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and begun_by is not distinct from current_person());

create policy course_drafts_read on course_drafts for select to trellis_app using (
  organisation_id = current_organisation() and writes_courses());
create policy course_drafts_add on course_drafts for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and saved_by is not distinct from current_person());
create policy course_drafts_save on course_drafts for update to trellis_app
  using (organisation_id = current_organisation() and writes_courses())
  with check (organisation_id = current_organisation() and saved_by is not distinct from current_person());

create policy course_versions_read on course_versions for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy course_versions_publish on course_versions for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and published_by is not distinct from current_person());

create policy course_enrolments_read on course_enrolments for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
create policy course_enrolments_begin on course_enrolments for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and sees_workshops());

-- Those who take the course, and those who write it.
create policy course_media_read on course_media for select to trellis_app using (
  organisation_id = current_organisation() and (writes_courses() or exists (
    select from course_enrolments e where e.organisation_id = course_media.organisation_id
      and e.course_id = course_media.course_id and e.person_id = current_person())));
create policy course_media_add on course_media for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and added_by is not distinct from current_person());
-- Whoever sees it as part of a course may open its bytes: the row of course_media is read under its own policy.
create policy stored_files_of_courses on stored_files for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from course_media m where m.organisation_id = stored_files.organisation_id
      and stored_files.id in (m.id, m.captions_id)));

create policy course_bookmarks_read on course_bookmarks for select to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
create policy course_bookmarks_put on course_bookmarks for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person());
create policy course_bookmarks_move on course_bookmarks for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person());

create policy lesson_completions_read on lesson_completions for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
create policy lesson_completions_add on lesson_completions for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person());

create policy workshop_courses_read on workshop_courses for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_courses_ask on workshop_courses for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and asked_by is not distinct from current_person());

grant select, insert on courses, course_drafts, course_versions, course_media, course_enrolments, course_bookmarks,
  lesson_completions, workshop_courses to trellis_app;
grant update (revision, content, saved_by, saved_at) on course_drafts to trellis_app;
grant update (lesson_id, left_at) on course_bookmarks to trellis_app;
