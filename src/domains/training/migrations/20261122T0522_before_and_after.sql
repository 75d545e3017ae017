-- The same test before and after a workshop, and what those who came thought of it.

-- Set once: another test afterwards could not be compared with the one before.
create table workshop_tests (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  course_id uuid not null,
  version int not null,
  quiz_id uuid not null,
  set_by uuid references people (id),
  set_at timestamptz not null,
  primary key (organisation_id, workshop_id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  foreign key (organisation_id, course_id, version) references course_versions (organisation_id, course_id, number)
);

-- Who has answered the form, so that nobody does twice. When is not kept: it would say which answers are theirs.
create table evaluation_givers (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  person_id uuid not null references people (id),
  primary key (organisation_id, workshop_id, person_id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);

-- The answers, of nobody: no person, no time, and an id that is not made of time.
create table evaluation_answers (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  aims_met int not null check (aims_met between 1 and 5),
  useful int not null check (useful between 1 and 5),
  trainers int not null check (trainers between 1 and 5),
  pace int not null check (pace between 1 and 5),
  felt_safe int not null check (felt_safe between 1 and 5),
  words text check (length(words) between 1 and 4000),
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index evaluation_answers_of_workshop on evaluation_answers (organisation_id, workshop_id);

alter table workshop_tests enable row level security;
alter table workshop_tests force row level security;
alter table evaluation_givers enable row level security;
alter table evaluation_givers force row level security;
alter table evaluation_answers enable row level security;
alter table evaluation_answers force row level security;

create policy workshop_tests_read on workshop_tests for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_tests_set on workshop_tests for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and set_by is not distinct from current_person());

create policy evaluation_givers_own on evaluation_givers for select to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
create policy evaluation_givers_give on evaluation_givers for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and exists (
    select from enrolments e where e.organisation_id = evaluation_givers.organisation_id
      and e.workshop_id = evaluation_givers.workshop_id and e.person_id = current_person()
      and e.seated_at is not null and e.cancelled_at is null));

-- Whoever has just put down their name may put down their answers. Nobody of the program reads them row by row.
create policy evaluation_answers_give on evaluation_answers for insert to trellis_app with check (
  organisation_id = current_organisation() and exists (
    select from evaluation_givers g where g.organisation_id = evaluation_answers.organisation_id
      and g.workshop_id = evaluation_answers.workshop_id and g.person_id = current_person()));
create policy evaluation_answers_counted on evaluation_answers for select to trellis_definer using (
  organisation_id = current_organisation());

-- A workshop's answers, mixed, for those who plan training; nothing at all below five, when faces could be guessed.
create function evaluation_of(workshop uuid) returns table (
    aims_met int, useful int, trainers int, pace int, felt_safe int, words text)
  language sql volatile security definer set search_path = public as $$
  select a.aims_met, a.useful, a.trainers, a.pace, a.felt_safe, a.words from evaluation_answers a
  where a.organisation_id = current_organisation() and a.workshop_id = workshop and writes_courses()
    and (select count(*) from evaluation_answers c
      where c.organisation_id = current_organisation() and c.workshop_id = workshop) >= 5
  order by random()
$$;
alter function evaluation_of(uuid) owner to trellis_definer;

grant select, insert on workshop_tests, evaluation_givers to trellis_app;
grant insert on evaluation_answers to trellis_app;
grant select on evaluation_answers to trellis_definer;
