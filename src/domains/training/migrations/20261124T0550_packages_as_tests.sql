-- A package of a course may be what a module asks to be passed, as a quiz may.

alter table module_tests add column package_id uuid;
alter table module_tests add foreign key (organisation_id, package_id) references course_packages (organisation_id, id);
alter table module_tests drop constraint module_tests_check;
alter table module_tests add constraint module_tests_one_of_a_course
  check (num_nonnulls(quiz_id, package_id) = num_nonnulls(course_id));

-- Since when an attempt's completion and success are what they are; null where they were kept before this was.
alter table package_progress add column reached_at timestamptz;
grant update (reached_at) on package_progress to trellis_app;
