-- The same rows as before, found with less work: the speaker's supervisees are looked up once for a query, and not for every
-- row whether somebody is one of them. See support's `caseload_at_once`.

create function supporters_supervised() returns setof uuid
  language sql stable security definer set search_path = public as $$
  select a.supervisee_id from supervisor_assignments a
  where a.organisation_id = current_organisation() and a.supervisor_id = current_person() and a.until is null
$$;
alter function supporters_supervised() owner to trellis_definer;

create function seekers_supported_under_supervision() returns setof uuid
  language sql stable security definer set search_path = public as $$
  select r.seeker_id from supervisor_assignments a
  join relationships r on r.organisation_id = a.organisation_id and r.supporter_id = a.supervisee_id
  where a.organisation_id = current_organisation() and a.supervisor_id = current_person() and a.until is null
    and not exists (select from relationship_endings e where e.organisation_id = r.organisation_id and e.relationship_id = r.id)
$$;
alter function seekers_supported_under_supervision() owner to trellis_definer;

create function supervision_sessions_taken_part() returns setof uuid
  language sql stable security definer set search_path = public as $$
  select s.id from supervision_sessions s where s.organisation_id = current_organisation() and s.led_by = current_person()
  union all
  select a.session_id from supervision_attendances a
  where a.organisation_id = current_organisation() and a.person_id = current_person()
$$;
alter function supervision_sessions_taken_part() owner to trellis_definer;

alter policy relationships_read_supervised on relationships using (
  organisation_id = current_organisation() and supporter_id in (select supporters_supervised()));
alter policy encounters_read_supervised on encounters using (
  organisation_id = current_organisation() and supporter_id in (select supporters_supervised()));
alter policy supervision_attendances_read on supervision_attendances using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('coordinator', 'system')
    or person_id in (select supporters_supervised()) or session_id in (select supervision_sessions_taken_part())));
create index supervision_sessions_led on supervision_sessions (organisation_id, led_by);

alter policy concerns_read_supervised on concerns using (
  organisation_id = current_organisation() and about_id is distinct from current_person()
  and (raised_by in (select supporters_supervised()) or about_id in (select seekers_supported_under_supervision())));
