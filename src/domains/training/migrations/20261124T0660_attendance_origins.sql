-- What a list of past trainings said about somebody's attendance beside the day and the hours: who gave the course, under which
-- code, how it was marked, and by which number a personnel system knows the person. It is the provider's word, kept as written.

create table attendance_origins (
  organisation_id uuid not null references organisations,
  id uuid not null,
  session_id uuid not null,
  person_id uuid not null references people (id),
  employee_number text check (length(employee_number) between 1 and 200),
  provider text check (length(provider) between 1 and 200),
  course_code text check (length(course_code) between 1 and 200),
  score text check (length(score) between 1 and 200),
  certificate_number text check (length(certificate_number) between 1 and 200),
  primary key (organisation_id, id),
  unique (organisation_id, session_id, person_id),
  foreign key (organisation_id, session_id) references workshop_sessions (organisation_id, id),
  check (num_nonnulls(employee_number, provider, course_code, score, certificate_number) > 0)
);
create index attendance_origins_of_person on attendance_origins (organisation_id, person_id);

alter table attendance_origins enable row level security;
alter table attendance_origins force row level security;

-- A mark is more than having been there: those who account for money see the seat, and not this.
create policy attendance_origins_read on attendance_origins for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person()
    or speaks_as('coordinator', 'trainer', 'supervisor', 'assessor', 'administrator', 'system')));
create policy attendance_origins_bring on attendance_origins for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system') and is_member(person_id));
-- Somebody who has their record erased takes their numbers and marks along.
create policy attendance_origins_forget on attendance_origins for delete to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
grant select, insert, delete on attendance_origins to trellis_app;
