-- The same people as before. Nearly every query reads people, and each carried all that says who sees which concern along in
-- its plan. As a question of its own that is planned once in a session; row-level security holds in it as it did.
create function people_of_concerns() returns setof uuid language sql stable set search_path = public as $$
  select c.about_id from concerns c
  where c.organisation_id = (select current_organisation()) and c.about_id is distinct from (select current_person())
    and ((select speaks_as('safeguarding-lead', 'coordinator', 'supervisor')) or paged_about(c.id))
$$;
alter policy people_read_of_concern on people using (id in (select people_of_concerns()));
