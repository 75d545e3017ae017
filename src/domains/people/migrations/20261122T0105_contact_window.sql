-- The hour for which a sealed contact is open ends by the program's clock.
create or replace function may_open_contact_of(person uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select speaks_as('safeguarding-lead') and exists (
    select from sealed_contact_requests r join sealed_contact_approvals a on a.organisation_id = r.organisation_id and a.request_id = r.id
    where r.organisation_id = current_organisation() and r.person_id = person and r.requested_by = current_person()
      and a.approved_by <> r.requested_by and a.until > clock_now())
$$;
