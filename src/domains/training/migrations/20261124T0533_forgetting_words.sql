-- Whoever has their record erased takes along what was written about them: why they were let in without what comes first. That
-- they were, and by whom, stays with the seat.
alter table prerequisite_overrides alter column reason drop not null;

create function refuse_change_but_forgetting_why() returns trigger language plpgsql set search_path = public as $$
begin
  if new.reason is null and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
drop trigger prerequisite_overrides_append_only on prerequisite_overrides;
create trigger prerequisite_overrides_append_only before delete or truncate on prerequisite_overrides
  for each statement execute function refuse_change();
create trigger prerequisite_overrides_forget_only before update on prerequisite_overrides
  for each row execute function refuse_change_but_forgetting_why();

-- An exception needs its words; only erasure leaves it without.
alter policy prerequisite_overrides_give on prerequisite_overrides with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer') and overridden_by = current_person()
  and reason is not null);
create policy prerequisite_overrides_forget on prerequisite_overrides for update to trellis_app
  using (organisation_id = current_organisation() and exists (
    select from enrolments e where e.organisation_id = prerequisite_overrides.organisation_id
      and e.id = prerequisite_overrides.enrolment_id and e.person_id = current_person()))
  with check (organisation_id = current_organisation() and reason is null);
grant update (reason) on prerequisite_overrides to trellis_app;
