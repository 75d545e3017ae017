-- What was done about harm is answered where it was seen: one answer for each item. The row in harm_answers says that an
-- assessment's harm was answered, and when; its own text is from before, one for the whole assessment.
alter table harm_answers alter column sealed drop not null;

create table item_harm_answers (
  organisation_id uuid not null,
  id uuid not null,
  assessment_id uuid not null,
  item text not null check (length(item) between 1 and 100),
  sealed bytea not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, assessment_id) references harm_answers (organisation_id, assessment_id),
  unique (organisation_id, assessment_id, item)
);
create trigger item_harm_answers_append_only before update or delete or truncate on item_harm_answers
  for each statement execute function refuse_change();

alter table item_harm_answers enable row level security;
alter table item_harm_answers force row level security;
create policy item_harm_answers_read on item_harm_answers for select to trellis_app using (
  organisation_id = current_organisation()
  and (is_own_assessment(assessment_id) or (speaks_as('supervisor') and not is_about_speaker(assessment_id))));
create policy item_harm_answers_write on item_harm_answers for insert to trellis_app with check (
  organisation_id = current_organisation() and is_own_assessment(assessment_id));
grant select, insert on item_harm_answers to trellis_app;

-- A draft keeps what was written, too: the private note and the answers, sealed as they are once handed in.
alter table assessment_drafts add column sealed bytea;
