-- Whoever has their record erased is told of no more: their agreement ends, and the name that others were told leads back to
-- nobody. The row without it stays, so that they are never given another.
alter table learner_pseudonyms alter column pseudonym drop not null;
create policy learner_pseudonyms_forget on learner_pseudonyms for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person() and pseudonym is null);
grant update (pseudonym) on learner_pseudonyms to trellis_app;

-- What nobody is told of any more, seen from every side that tells: the learner's, the trainer's and the job's.
create function is_told_of(learner uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select not exists (select from learner_pseudonyms p
    where p.organisation_id = current_organisation() and p.person_id = learner and p.pseudonym is null)
$$;
alter function is_told_of(uuid) owner to trellis_definer;
create policy learner_pseudonyms_find on learner_pseudonyms for select to trellis_definer using (
  organisation_id = current_organisation());
grant select on learner_pseudonyms to trellis_definer;
