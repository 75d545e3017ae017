-- Colleagues see each other's names; that is no leave to write down each other's answers.
alter policy responses_record on responses with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (recorded_by = current_person() and (
    subject_id = current_person()
    -- Under row-level security: people shows a supporter their own caseload only.
    or (speaks_as('supporter', 'practitioner', 'supervisor', 'clinician')
      and exists (select from people where people.id = subject_id and people.kind = 'seeker'))))));
