-- The quiz of a course that has to be passed before a module is done; the newest row counts, one without a course ends it.
create table module_tests (
  organisation_id uuid not null references organisations,
  id uuid not null,
  module_id uuid not null,
  course_id uuid,
  quiz_id uuid,
  -- Who passes needs no hours in a workshop: the course itself taught the module.
  instead_of_hours boolean not null,
  set_by uuid references people (id),
  set_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, module_id) references learning_modules (organisation_id, id),
  foreign key (organisation_id, course_id) references courses (organisation_id, id),
  check ((course_id is null) = (quiz_id is null)),
  check (course_id is not null or not instead_of_hours)
);
create index module_tests_of_module on module_tests (organisation_id, module_id, set_at desc);
create trigger module_tests_append_only before update or delete or truncate on module_tests
  for each statement execute function refuse_change();

alter table module_tests enable row level security;
alter table module_tests force row level security;
create policy module_tests_read on module_tests for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy module_tests_set on module_tests for insert to trellis_app with check (
  organisation_id = current_organisation() and writes_courses() and set_by is not distinct from current_person());
grant select, insert on module_tests to trellis_app;
