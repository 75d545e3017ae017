-- A coordinator says who assesses whom, also for a day still to come, and says otherwise while nobody has begun. Nobody chooses
-- who assesses themselves.
create policy observations_share_out on observations for insert to trellis_app with check (
  organisation_id = current_organisation() and opened_by = current_person() and person_id <> current_person()
  and is_member(person_id) and speaks_as('coordinator'));
create policy assessments_share_out on assessments for insert to trellis_app with check (
  organisation_id = current_organisation() and asked_by = current_person() and speaks_as('coordinator')
  and exists (
    select from memberships m where m.organisation_id = assessments.organisation_id and m.person_id = assessor_id
      and m.role in ('assessor', 'supervisor') and m.until is null)
  and exists (
    select from observations o where o.organisation_id = assessments.organisation_id and o.id = observation_id
      and o.opened_by = current_person() and o.person_id <> assessor_id));

-- Somebody who was asked to judge the same has ticked something, or handed it in.
create function is_begun(assessment uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from assessments this
    join assessments a on a.organisation_id = this.organisation_id and a.observation_id = this.observation_id
    where this.organisation_id = current_organisation() and this.id = assessment
      and (exists (select from assessment_drafts d where d.organisation_id = a.organisation_id and d.assessment_id = a.id)
        or exists (select from assessment_results r where r.organisation_id = a.organisation_id and r.assessment_id = a.id)))
$$;
alter function is_begun(uuid) owner to trellis_definer;
create policy assessment_drafts_definer on assessment_drafts for select to trellis_definer using (
  organisation_id = current_organisation());
grant select on assessment_drafts to trellis_definer;

alter table assessment_withdrawals drop constraint assessment_withdrawals_cause_check,
  add constraint assessment_withdrawals_cause_check check (cause in ('did-not-come', 'not-watched', 'by-mistake', 'given-on'));
create policy assessment_withdrawals_give_on on assessment_withdrawals for insert to trellis_app with check (
  organisation_id = current_organisation() and withdrawn_by = current_person() and cause = 'given-on'
  and speaks_as('coordinator') and not is_begun(assessment_id));

-- What was planned for a day and seen sooner was seen on that sooner day, which whoever hands in first says. Nothing else of an
-- observation ever changes.
create function refuse_change_but_a_sooner_day() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if new.observed_on < old.observed_on and to_jsonb(new) - 'observed_on' = to_jsonb(old) - 'observed_on' and not exists (
    select from assessments a join assessment_results r on r.organisation_id = a.organisation_id and r.assessment_id = a.id
    where a.organisation_id = old.organisation_id and a.observation_id = old.id)
  then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
alter function refuse_change_but_a_sooner_day() owner to trellis_definer;
drop trigger observations_append_only on observations;
create trigger observations_append_only before delete or truncate on observations
  for each statement execute function refuse_change();
create trigger observations_seen_sooner_only before update on observations
  for each row execute function refuse_change_but_a_sooner_day();
create policy observations_seen_sooner on observations for update to trellis_app
  using (organisation_id = current_organisation() and owes_assessment(id))
  with check (organisation_id = current_organisation());
grant update (observed_on) on observations to trellis_app;
