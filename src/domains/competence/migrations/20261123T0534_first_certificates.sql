-- When each of these people first held a certificate for a role: what a training's cost is set against. Whoever accounts for
-- training is told this much, and nothing else of a certificate.
create function first_certificates(people uuid[]) returns table (person uuid, certificate uuid, first_on date)
  language sql stable security definer set search_path = public as $$
  select distinct on (c.person_id, c.role) c.person_id, c.id, c.issued_on
  from certificates c
  where c.organisation_id = current_organisation() and c.person_id = any (people)
    and speaks_as('grants-manager', 'coordinator', 'trainer', 'administrator')
  order by c.person_id, c.role, c.issued_on, c.id
$$;
alter function first_certificates(uuid[]) owner to trellis_definer;
