-- A SCORM 2004 package may keep an order of its own: the tree its manifest describes, null where learners open what they like.
alter table course_packages add column sequencing jsonb;

-- Where a learner stands in such a package: what the runtime's rules keep of it, and what the whole has come to by them.
create table package_orders (
  organisation_id uuid not null references organisations,
  package_id uuid not null,
  person_id uuid not null references people (id),
  -- Null once its learner has had their record erased.
  state text check (length(state) <= 2000000),
  completion text not null check (completion in ('unknown', 'incomplete', 'completed')),
  success text not null check (success in ('unknown', 'passed', 'failed')),
  scaled numeric(7, 4) check (scaled between -1 and 1),
  reached_at timestamptz not null,
  primary key (organisation_id, package_id, person_id),
  foreign key (organisation_id, package_id) references course_packages (organisation_id, id)
);
create index package_orders_of_person on package_orders (organisation_id, person_id);
alter table package_orders enable row level security;
alter table package_orders force row level security;
create policy package_orders_read on package_orders for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or writes_courses()));
create policy package_orders_begin on package_orders for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and exists (
    select from course_packages p join course_enrolments e on e.organisation_id = p.organisation_id and e.course_id = p.course_id
    where p.organisation_id = package_orders.organisation_id and p.id = package_orders.package_id
      and e.person_id = current_person()));
create policy package_orders_go_on on package_orders for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person());
grant select, insert on package_orders to trellis_app;
grant update (state, completion, success, scaled, reached_at) on package_orders to trellis_app;
