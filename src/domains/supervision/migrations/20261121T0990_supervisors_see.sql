-- What a supervisor sees beyond their own: their supervisees' relationships, that and when they met (never the notes), and
-- concerns about the people they support. Named after the concerns' own migration because it needs their table.

create policy relationships_read_supervised on relationships for select to trellis_app using (
  organisation_id = current_organisation() and supervises(supporter_id));
create policy encounters_read_supervised on encounters for select to trellis_app using (
  organisation_id = current_organisation() and supervises(supporter_id));

-- Whether the speaker supervises somebody who supports that person now.
create function supervises_support_of(seeker uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from relationships r
    join supervisor_assignments a on a.organisation_id = r.organisation_id and a.supervisee_id = r.supporter_id
      and a.supervisor_id = current_person() and a.until is null
    where r.organisation_id = current_organisation() and r.seeker_id = seeker
      and not exists (select from relationship_endings e where e.organisation_id = r.organisation_id and e.relationship_id = r.id))
$$;
alter function supervises_support_of(uuid) owner to trellis_definer;

create policy concerns_read_supervised on concerns for select to trellis_app using (
  organisation_id = current_organisation() and about_id is distinct from current_person()
  and (supervises(raised_by) or supervises_support_of(about_id)));
