-- A supporter sees, and writes down, the questionnaire scores of the people they support now.

create policy responses_read_caseload on responses for select to trellis_app using (
  organisation_id = current_organisation() and works_with(subject_id));
create policy responses_record_caseload on responses for insert to trellis_app with check (
  organisation_id = current_organisation() and recorded_by = current_person() and works_with(subject_id));
create policy response_answers_read_caseload on response_answers for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from responses r where r.organisation_id = response_answers.organisation_id and r.id = response_id and works_with(r.subject_id)));
