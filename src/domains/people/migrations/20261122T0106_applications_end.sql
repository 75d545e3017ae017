-- An application that nobody answers is reminded of, and then erased: see application.ts.
alter table applications add column reminded_at timestamptz check (reminded_at >= asked_at);

create policy applications_look_after on applications for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
create policy applications_remind on applications for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('system'))
  with check (organisation_id = current_organisation() and speaks_as('system'));
create policy applications_lapse on applications for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
grant update (reminded_at) on applications to trellis_app;
