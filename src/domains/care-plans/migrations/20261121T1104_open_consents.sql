-- A consent that was taken back, or is over, stays out of a clinician's sight also when a newer one lets them in: its
-- purpose was told for that time only.

create function consent_is_open(kept_by uuid, consent uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from plan_consents c join organisations o on o.id = c.organisation_id
    where c.organisation_id = kept_by and c.id = consent
      and c.at <= now() and (now() at time zone o.time_zone)::date <= c.until_on
      and not exists (select from plan_consent_withdrawals w where w.organisation_id = c.organisation_id and w.consent_id = c.id))
$$;
alter function consent_is_open(uuid, uuid) owner to trellis_definer;

alter policy plan_consents_read on plan_consents using (
  may_write_plan(organisation_id, seeker_id)
  or (facility_id = current_organisation() and (clinician_id is null or clinician_id = current_person())
    and speaks_as('clinician') and consent_is_open(organisation_id, id)));
