-- What somebody answered to a questionnaire. The score is kept in columns, for change and impact figures; the answers
-- themselves are sealed with the person's own key, in a table fewer people may read.

create table responses (
  organisation_id uuid not null references organisations,
  id uuid not null,
  subject_id uuid not null references people (id),
  recorded_by uuid not null references people (id),
  -- The encounter it was asked in; its table stands on a higher floor.
  encounter_id uuid,
  instrument text not null check (instrument in ('phq-9', 'gad-7')),
  answered_at timestamptz not null,
  language text not null check (language in ('en', 'fr', 'es', 'sw', 'ar')),
  total smallint not null check (total between 0 and 27),
  band text not null check (band in ('minimal', 'mild', 'moderate', 'moderately-severe', 'severe')),
  flags text[] not null check (flags <@ array['item-9', 'item-9-unanswered']),
  -- Which published cut-off the score was judged by; see cut-off.ts.
  cut_off text not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, id)
);
create index responses_by_subject on responses (organisation_id, subject_id, instrument, answered_at);

create table response_answers (
  organisation_id uuid not null,
  response_id uuid not null,
  sealed bytea not null,
  primary key (organisation_id, response_id),
  foreign key (organisation_id, response_id) references responses (organisation_id, id)
);

create trigger responses_append_only before update or delete or truncate on responses
  for each statement execute function refuse_change();
create trigger response_answers_append_only before update or delete or truncate on response_answers
  for each statement execute function refuse_change();

alter table responses enable row level security;
alter table responses force row level security;
alter table response_answers enable row level security;
alter table response_answers force row level security;

-- The person themselves. Having written it down is no lasting reason to see it: rooms above add the supporter, the supervisor and the clinician.
create policy responses_read on responses for select to trellis_app using (
  organisation_id = current_organisation()
  and (subject_id = current_person() or speaks_as('system')));
-- People answer for themselves; those whose work is to ask may write down the answers of a seeker they can see.
create policy responses_record on responses for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (recorded_by = current_person() and (
    subject_id = current_person()
    -- Under row-level security: people shows a supporter their own caseload only.
    or (speaks_as('supporter', 'practitioner', 'supervisor', 'clinician') and exists (select from people where people.id = subject_id))))));

create policy response_answers_read on response_answers for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from responses r where r.organisation_id = response_answers.organisation_id and r.id = response_id
      and (r.subject_id = current_person() or speaks_as('system'))));
create policy response_answers_record on response_answers for insert to trellis_app with check (
  organisation_id = current_organisation() and exists (
    select from responses r where r.organisation_id = response_answers.organisation_id and r.id = response_id
      and (r.recorded_by = current_person() or speaks_as('system'))));

grant select, insert on responses, response_answers to trellis_app;
