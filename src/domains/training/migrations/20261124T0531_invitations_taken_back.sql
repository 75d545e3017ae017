-- An invitation can be taken back, with words for whoever was invited. To be asked again is a new invitation.
alter table workshop_invitations add column withdrawn_at timestamptz check (withdrawn_at >= invited_at);
alter table workshop_invitations add column withdrawn_by uuid references people (id);
alter table workshop_invitations add column withdrawn_because text check (length(withdrawn_because) between 1 and 500);
alter table workshop_invitations add check (withdrawn_at is not null or withdrawn_because is null);

alter table workshop_invitations drop constraint workshop_invitations_organisation_id_workshop_id_person_id_key;
create unique index workshop_invitations_open on workshop_invitations (organisation_id, workshop_id, person_id) where withdrawn_at is null;

-- Taking it back, with words, is the only change; and whoever has their record erased takes the words with them.
drop trigger workshop_invitations_append_only on workshop_invitations;
create trigger workshop_invitations_append_only before delete or truncate on workshop_invitations
  for each statement execute function refuse_change();
create function refuse_change_but_withdrawing() returns trigger language plpgsql set search_path = public as $$
begin
  if old.withdrawn_at is null and new.withdrawn_because is not null
    and to_jsonb(new) - array['withdrawn_at', 'withdrawn_by', 'withdrawn_because'] = to_jsonb(old) - array['withdrawn_at', 'withdrawn_by', 'withdrawn_because']
    then return new; end if;
  if new.withdrawn_because is null and to_jsonb(new) - 'withdrawn_because' = to_jsonb(old) - 'withdrawn_because' then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger workshop_invitations_withdraw_only before update on workshop_invitations
  for each row execute function refuse_change_but_withdrawing();
create policy workshop_invitations_withdraw on workshop_invitations for update to trellis_app
  using (organisation_id = current_organisation() and withdrawn_at is null and speaks_as('coordinator', 'trainer', 'system'))
  with check (organisation_id = current_organisation() and withdrawn_at is not null
    and withdrawn_by is not distinct from current_person());
create policy workshop_invitations_forget on workshop_invitations for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person() and withdrawn_at is not null)
  with check (organisation_id = current_organisation() and person_id = current_person() and withdrawn_because is null);
grant update (withdrawn_at, withdrawn_by, withdrawn_because) on workshop_invitations to trellis_app;

-- What is taken back opens no seat, and takes no answer.
alter policy enrolments_invited on enrolments with check (
  person_id is distinct from current_person() or speaks_as('coordinator', 'trainer', 'system')
  or not exists (select from workshops w where w.organisation_id = enrolments.organisation_id and w.id = enrolments.workshop_id
    and w.by_invitation)
  or exists (select from workshop_invitations i where i.organisation_id = enrolments.organisation_id
    and i.workshop_id = enrolments.workshop_id and i.person_id = current_person() and i.withdrawn_at is null));
alter policy workshop_invitation_answers_give on workshop_invitation_answers with check (
  organisation_id = current_organisation() and exists (
    select from workshop_invitations i where i.organisation_id = workshop_invitation_answers.organisation_id
      and i.id = workshop_invitation_answers.invitation_id and i.person_id = current_person() and i.withdrawn_at is null));
