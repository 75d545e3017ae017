-- Who sees and writes in a plan: the person whose it is, whoever supports them now, and a clinician while consent is
-- open. Nobody else: no coordinator, no supervisor, no administrator.

create function may_write_plan(kept_by uuid, seeker uuid) returns boolean language sql stable as $$
  select kept_by = current_organisation() and (seeker = current_person() or works_with(seeker))
$$;
create function may_read_plan(kept_by uuid, seeker uuid) returns boolean language sql stable as $$
  select may_write_plan(kept_by, seeker) or consented_to_me(seeker, kept_by)
$$;
-- As what the speaker writes in this plan.
create function plan_role(kept_by uuid, seeker uuid) returns text language sql stable as $$
  select case when seeker = current_person() then 'seeker' when kept_by = current_organisation() then 'supporter' else 'clinician' end
$$;

alter table care_plan_policies enable row level security;
alter table care_plan_policies force row level security;
alter table care_plans enable row level security;
alter table care_plans force row level security;
alter table plan_parts enable row level security;
alter table plan_parts force row level security;
alter table plan_part_versions enable row level security;
alter table plan_part_versions force row level security;
alter table plan_marks enable row level security;
alter table plan_marks force row level security;
alter table plan_comments enable row level security;
alter table plan_comments force row level security;
alter table plan_consents enable row level security;
alter table plan_consents force row level security;
alter table plan_consent_withdrawals enable row level security;
alter table plan_consent_withdrawals force row level security;
alter table plan_consent_acknowledgements enable row level security;
alter table plan_consent_acknowledgements force row level security;

-- Those who see a plan see by which rule it is judged, a clinician of elsewhere too.
create policy care_plan_policies_read on care_plan_policies for select to trellis_app using (
  (organisation_id = current_organisation() and not speaks_as('visitor'))
  or exists (select from care_plans p where p.organisation_id = care_plan_policies.organisation_id));
create policy care_plan_policies_set on care_plan_policies for insert to trellis_app with check (
  organisation_id = current_organisation() and set_by is not distinct from current_person()
  and speaks_as('coordinator', 'administrator', 'system'));

create policy care_plans_read on care_plans for select to trellis_app using (may_read_plan(organisation_id, seeker_id));
create policy care_plans_start on care_plans for insert to trellis_app with check (
  may_write_plan(organisation_id, seeker_id) and started_by = current_person());

create policy plan_parts_read on plan_parts for select to trellis_app using (may_read_plan(organisation_id, seeker_id));
create policy plan_parts_write on plan_parts for insert to trellis_app with check (
  may_write_plan(organisation_id, seeker_id) and made_by = current_person());

create policy plan_part_versions_read on plan_part_versions for select to trellis_app using (may_read_plan(organisation_id, seeker_id));
create policy plan_part_versions_write on plan_part_versions for insert to trellis_app with check (
  may_write_plan(organisation_id, seeker_id) and by = current_person() and by_role = plan_role(organisation_id, seeker_id));

-- A clinician marks steps; whether a goal is reached is for the two whose plan it is.
create policy plan_marks_read on plan_marks for select to trellis_app using (may_read_plan(organisation_id, seeker_id));
create policy plan_marks_write on plan_marks for insert to trellis_app with check (
  by = current_person() and by_role = plan_role(organisation_id, seeker_id)
  and (may_write_plan(organisation_id, seeker_id) or (consented_to_me(seeker_id, organisation_id) and exists (
    select from plan_parts p where p.organisation_id = plan_marks.organisation_id and p.id = part_id and p.kind = 'step'))));

create policy plan_comments_read on plan_comments for select to trellis_app using (may_read_plan(organisation_id, seeker_id));
create policy plan_comments_write on plan_comments for insert to trellis_app with check (
  by = current_person() and by_role = plan_role(organisation_id, seeker_id) and may_read_plan(organisation_id, seeker_id));

-- Only the seeker gives a consent, and only the seeker takes it back. A facility sees the consents given to itself.
create policy plan_consents_read on plan_consents for select to trellis_app using (
  may_write_plan(organisation_id, seeker_id)
  or (facility_id = current_organisation() and (clinician_id is null or clinician_id = current_person())
    and consented_to_me(seeker_id, organisation_id)));
create policy plan_consents_give on plan_consents for insert to trellis_app with check (
  organisation_id = current_organisation() and seeker_id = current_person()
  and exists (select from clinicians_to_invite() i
    where i.facility_id = plan_consents.facility_id
      and (plan_consents.clinician_id is null or i.clinician_id = plan_consents.clinician_id)));

create policy plan_consent_withdrawals_read on plan_consent_withdrawals for select to trellis_app using (
  may_read_plan(organisation_id, seeker_id)
  and exists (select from plan_consents c where c.organisation_id = plan_consent_withdrawals.organisation_id and c.id = consent_id));
create policy plan_consent_withdrawals_write on plan_consent_withdrawals for insert to trellis_app with check (
  organisation_id = current_organisation() and seeker_id = current_person());

create policy plan_consent_acknowledgements_read on plan_consent_acknowledgements for select to trellis_app using (
  may_read_plan(organisation_id, seeker_id)
  and exists (select from plan_consents c where c.organisation_id = plan_consent_acknowledgements.organisation_id and c.id = consent_id));
create policy plan_consent_acknowledgements_write on plan_consent_acknowledgements for insert to trellis_app with check (
  by = current_person() and consented_to_me(seeker_id, organisation_id)
  and exists (select from plan_consents c where c.organisation_id = plan_consent_acknowledgements.organisation_id and c.id = consent_id));

grant select, insert on care_plan_policies, care_plans, plan_parts, plan_part_versions, plan_marks, plan_comments,
  plan_consents, plan_consent_withdrawals, plan_consent_acknowledgements to trellis_app;

-- What a consent opens in the rooms below: the pseudonym, the key of what is sealed, and, where said so, the scores.
create policy people_read_consented on people for select to trellis_app using (
  kind = 'seeker' and speaks_as('clinician') and consented_to_me(id));
create policy person_keys_read_consented on person_keys for select to trellis_app using (
  speaks_as('clinician') and consented_to_me(person_id));
create policy responses_read_consented on responses for select to trellis_app using (
  speaks_as('clinician') and consented_to_me(subject_id, organisation_id, true));
-- Seeing somebody of another organisation is no leave to write down their answers.
create policy responses_record_members_only on responses as restrictive for insert to trellis_app with check (is_member(subject_id));

-- A seeker, and their supporter, read the names of the clinicians who were invited.
create policy people_read_invited_clinicians on people for select to trellis_app using (
  kind = 'staff' and speaks_as('seeker', 'supporter', 'practitioner') and is_invited_clinician(id));

-- What a clinician sees or does is entered where the plan is kept, so that the seeker sees it; never in anybody else's
-- name, and only about somebody whose consent is open.
create policy audit_write_consented on audit_entries for insert to trellis_app with check (
  actor_id = current_person() and subject_id is not null and consented_to_me(subject_id, organisation_id));
