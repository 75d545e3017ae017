-- Whoever clears coming sessions removes them, and no more: the sight of sessions is another policy's.
drop policy workshop_sessions_clear on workshop_sessions;
create policy workshop_sessions_clear on workshop_sessions for delete to trellis_definer
  using (organisation_id = current_organisation());
