-- A consent begins and ends by the program's clock.
create or replace function consented_to_me(seeker uuid, kept_by uuid default null, scores boolean default false) returns boolean
  language sql stable security definer set search_path = public as $$
  select speaks_as('clinician') and exists (
    select from plan_consents c join organisations o on o.id = c.organisation_id
    where c.facility_id = current_organisation() and c.seeker_id = seeker
      and (kept_by is null or c.organisation_id = kept_by)
      and (c.clinician_id is null or c.clinician_id = current_person())
      and (c.scope = 'plan-and-scores' or not scores)
      and c.at <= clock_now() and (clock_now() at time zone o.time_zone)::date <= c.until_on
      and not exists (select from plan_consent_withdrawals w where w.organisation_id = c.organisation_id and w.consent_id = c.id))
$$;

create or replace function consent_is_open(kept_by uuid, consent uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from plan_consents c join organisations o on o.id = c.organisation_id
    where c.organisation_id = kept_by and c.id = consent
      and c.at <= clock_now() and (clock_now() at time zone o.time_zone)::date <= c.until_on
      and not exists (select from plan_consent_withdrawals w where w.organisation_id = c.organisation_id and w.consent_id = c.id))
$$;
