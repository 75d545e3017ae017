-- Whoever takes the course may keep a package's parts on their device, to open them where there is no signal.
create policy course_package_parts_keep on course_package_parts for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from course_packages p join course_enrolments e on e.organisation_id = p.organisation_id and e.course_id = p.course_id
    where p.organisation_id = course_package_parts.organisation_id and p.id = course_package_parts.package_id
      and e.person_id = current_person()));
