-- Since `supervisees_at_once`, attendances ask a question of their own in their policy; a session's policy asks the attendances, and
-- to record an attendance asks the session: PostgreSQL refuses such a circle. The session now asks a function instead, for the
-- same rows as before.

-- Sessions in which the speaker, or somebody they supervise, took part.
create function supervision_sessions_seen() returns setof uuid
  language sql stable security definer set search_path = public as $$
  select a.session_id from supervision_attendances a
  where a.organisation_id = current_organisation() and (a.person_id = current_person() or a.person_id in (select supporters_supervised()))
$$;
alter function supervision_sessions_seen() owner to trellis_definer;

alter policy supervision_sessions_read on supervision_sessions using (
  organisation_id = current_organisation()
  and (led_by = current_person() or speaks_as('coordinator', 'system') or id in (select supervision_sessions_seen())));
