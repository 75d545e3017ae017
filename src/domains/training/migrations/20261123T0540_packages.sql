-- Lessons made elsewhere: a SCORM package belongs to a course, its parts are stored files, and what its script says of a
-- learner is kept for each attempt.

create table course_packages (
  organisation_id uuid not null references organisations,
  id uuid not null,
  course_id uuid not null,
  title text not null check (length(title) between 1 and 300),
  edition text not null check (edition in ('1.2', '2004')),
  -- What can be opened in it, in its order: identifier, title, start page, and what its manifest asks of a learner.
  items jsonb not null,
  added_by uuid references people (id),
  added_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, course_id) references courses (organisation_id, id)
);
create index course_packages_of_course on course_packages (organisation_id, course_id);

-- Taken out of its course; what learners did with it stays.
create table course_package_removals (
  organisation_id uuid not null references organisations,
  package_id uuid not null,
  removed_by uuid references people (id),
  removed_at timestamptz not null,
  primary key (organisation_id, package_id),
  foreign key (organisation_id, package_id) references course_packages (organisation_id, id)
);

-- Where each part lies; an empty one has no bytes to keep.
create table course_package_parts (
  organisation_id uuid not null references organisations,
  package_id uuid not null,
  path text not null check (length(path) between 1 and 400),
  media_type text not null,
  file_id uuid,
  primary key (organisation_id, package_id, path),
  foreign key (organisation_id, package_id) references course_packages (organisation_id, id),
  foreign key (organisation_id, file_id) references stored_files (organisation_id, id)
);
create index course_package_parts_by_file on course_package_parts (organisation_id, file_id);

create table package_attempts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  package_id uuid not null,
  item text not null,
  person_id uuid not null references people (id),
  number int not null check (number > 0),
  begun_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, package_id, item, person_id, number),
  foreign key (organisation_id, package_id) references course_packages (organisation_id, id)
);
create index package_attempts_of_person on package_attempts (organisation_id, person_id);

-- Each time somebody opens an attempt. For a few hours its code opens the package's parts, and nothing else, at an address
-- where nobody is signed in.
create table package_visits (
  organisation_id uuid not null references organisations,
  id uuid not null,
  attempt_id uuid not null,
  person_id uuid not null references people (id),
  code text not null unique check (length(code) >= 32),
  opened_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opened_at),
  seconds_before int not null check (seconds_before >= 0),
  primary key (organisation_id, id),
  foreign key (organisation_id, attempt_id) references package_attempts (organisation_id, id)
);
create index package_visits_of_attempt on package_visits (organisation_id, attempt_id, opened_at);

-- What the package's script last said: the newest word only, in the standard's own data model, as a learner's place in a
-- book. `sequence` grows with every word of it, so that one heard late changes nothing.
create table package_progress (
  organisation_id uuid not null references organisations,
  attempt_id uuid not null,
  person_id uuid not null references people (id),
  visit_id uuid not null,
  sequence bigint not null,
  cmi jsonb not null,
  completion text not null check (completion in ('unknown', 'incomplete', 'completed')),
  success text not null check (success in ('unknown', 'passed', 'failed')),
  scaled numeric(7, 4) check (scaled between -1 and 1),
  seconds int not null check (seconds >= 0),
  saved_at timestamptz not null,
  primary key (organisation_id, attempt_id),
  foreign key (organisation_id, attempt_id) references package_attempts (organisation_id, id),
  foreign key (organisation_id, visit_id) references package_visits (organisation_id, id)
);

alter table course_packages enable row level security;
alter table course_packages force row level security;
alter table course_package_removals enable row level security;
alter table course_package_removals force row level security;
alter table course_package_parts enable row level security;
alter table course_package_parts force row level security;
alter table package_attempts enable row level security;
alter table package_attempts force row level security;
alter table package_visits enable row level security;
alter table package_visits force row level security;
alter table package_progress enable row level security;
alter table package_progress force row level security;

-- The package that the code in the address opens now, while the visit's person belongs here; else null.
create function package_of_visit() returns uuid
  language sql stable security definer set search_path = public as $$
  select a.package_id from package_visits v
    join package_attempts a on a.organisation_id = v.organisation_id and a.id = v.attempt_id
  where v.organisation_id = current_organisation() and v.code = current_token() and v.closes_at > clock_now()
    and exists (select from memberships m where m.organisation_id = v.organisation_id and m.person_id = v.person_id and m.until is null)
$$;
alter function package_of_visit() owner to trellis_definer;
-- The one thing the address has to know besides the parts: which runtime they speak to.
create function edition_of_visit() returns text
  language sql stable security definer set search_path = public as $$
  select edition from course_packages p where p.organisation_id = current_organisation() and p.id = package_of_visit()
$$;
alter function edition_of_visit() owner to trellis_definer;
create policy course_packages_find on course_packages for select to trellis_definer using (organisation_id = current_organisation());
create policy package_visits_find on package_visits for select to trellis_definer using (organisation_id = current_organisation());
create policy package_attempts_find on package_attempts for select to trellis_definer using (organisation_id = current_organisation());
grant select on package_visits, package_attempts, course_packages to trellis_definer;

-- Everybody who may see the course sees what is in it.
create policy course_packages_read on course_packages for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy course_packages_add on course_packages for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and added_by is not distinct from current_person());

create policy course_package_removals_read on course_package_removals for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy course_package_removals_add on course_package_removals for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and removed_by is not distinct from current_person());

create policy course_package_parts_read on course_package_parts for select to trellis_app using (
  organisation_id = current_organisation() and (writes_courses() or package_id = (select package_of_visit())));
create policy course_package_parts_add on course_package_parts for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses());
-- Whoever sees it as a part of a package may open its bytes: the row of course_package_parts is read under its own policy.
create policy stored_files_of_packages on stored_files for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from course_package_parts p where p.organisation_id = stored_files.organisation_id
      and p.file_id = stored_files.id));

create policy package_attempts_read on package_attempts for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
create policy package_attempts_begin on package_attempts for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and exists (
    select from course_packages p join course_enrolments e on e.organisation_id = p.organisation_id and e.course_id = p.course_id
    where p.organisation_id = package_attempts.organisation_id and p.id = package_attempts.package_id
      and e.person_id = current_person()));

create policy package_visits_read on package_visits for select to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
create policy package_visits_open on package_visits for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and exists (
    select from package_attempts a where a.organisation_id = package_visits.organisation_id
      and a.id = package_visits.attempt_id and a.person_id = current_person()));

create policy package_progress_read on package_progress for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
create policy package_progress_put on package_progress for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and exists (
    select from package_attempts a where a.organisation_id = package_progress.organisation_id
      and a.id = package_progress.attempt_id and a.person_id = current_person()));
create policy package_progress_go_on on package_progress for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person());

grant select, insert on course_packages, course_package_removals, course_package_parts, package_attempts, package_visits,
  package_progress to trellis_app;
grant update (visit_id, sequence, cmi, completion, success, scaled, seconds, saved_at) on package_progress to trellis_app;

-- What others are told instead of who somebody is: packages that run here, and records that leave. It leads back to a
-- person only here, and to nobody once the row is gone.
create table learner_pseudonyms (
  organisation_id uuid not null references organisations,
  person_id uuid not null references people (id),
  pseudonym uuid not null unique,
  primary key (organisation_id, person_id)
);
alter table learner_pseudonyms enable row level security;
alter table learner_pseudonyms force row level security;
create policy learner_pseudonyms_read on learner_pseudonyms for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
create policy learner_pseudonyms_make on learner_pseudonyms for insert to trellis_app with check (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
grant select, insert on learner_pseudonyms to trellis_app;
