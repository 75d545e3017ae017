-- A name of which nobody said who it was is forgotten by itself, some time after its workshop.
create policy walk_ins_of_old on walk_ins for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
create policy walk_in_names_of_old on walk_in_names for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
create policy walk_in_names_forget_old on walk_in_names for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
