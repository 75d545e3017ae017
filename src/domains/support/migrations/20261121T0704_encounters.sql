-- Sessions. What was said is sealed and lies apart, so that who counts sessions does not see it. A mistake is corrected by a
-- new row that names the old one.

create table encounters (
  organisation_id uuid not null references organisations,
  id uuid not null,
  relationship_id uuid not null,
  seeker_id uuid not null references people,
  supporter_id uuid not null references people,
  kind text not null check (kind in ('individual', 'group', 'chat', 'call', 'home-visit')),
  started_at timestamptz not null,
  minutes int not null check (minutes between 1 and 600),
  -- The programme template whose self-check was answered, if any.
  template text,
  next_step_on date,
  corrects uuid,
  recorded_at timestamptz not null check (recorded_at >= started_at),
  recorded_by uuid references people,
  primary key (organisation_id, id),
  -- A row is corrected once; the correction can be corrected in turn.
  unique (organisation_id, corrects),
  foreign key (organisation_id, relationship_id) references relationships,
  foreign key (organisation_id, corrects) references encounters,
  check (corrects <> id)
);
create index encounters_of_relationship on encounters (organisation_id, relationship_id, started_at desc);
create index encounters_of_supporter on encounters (organisation_id, supporter_id, started_at);
create index encounters_of_seeker on encounters (organisation_id, seeker_id, started_at);

create table encounter_notes (
  organisation_id uuid not null references organisations,
  encounter_id uuid not null,
  seeker_id uuid not null references people,
  supporter_id uuid not null references people,
  sealed bytea not null,
  primary key (organisation_id, encounter_id),
  foreign key (organisation_id, encounter_id) references encounters
);

create table fidelity_checks (
  organisation_id uuid not null references organisations,
  encounter_id uuid not null,
  item text not null,
  done boolean not null,
  primary key (organisation_id, encounter_id, item),
  foreign key (organisation_id, encounter_id) references encounters
);

create trigger encounters_append_only before update or delete or truncate on encounters
  for each statement execute function refuse_change();
create trigger encounter_notes_append_only before update or delete or truncate on encounter_notes
  for each statement execute function refuse_change();
create trigger fidelity_checks_append_only before update or delete or truncate on fidelity_checks
  for each statement execute function refuse_change();

-- What each of these supporters carries: open relationships, and minutes in the given time. Corrected rows do not count,
-- and a group's session counts once however many took part. Numbers only, so the caseload of an ended
-- relationship still counts in the hours of somebody who may no longer see it.
create function caseload_counts(supporters uuid[], since timestamptz, until timestamptz)
  returns table (supporter_id uuid, open bigint, minutes bigint)
  language sql stable security definer set search_path = public as $$
  select s,
    (select count(*) from relationships r where r.organisation_id = current_organisation() and r.supporter_id = s
      and not exists (select from relationship_endings e where e.organisation_id = r.organisation_id and e.relationship_id = r.id)),
    (select coalesce(sum(held.minutes), 0) from (
      select distinct on (case when e.kind = 'group' then e.started_at::text else e.id::text end) e.minutes
      from encounters e
      where e.organisation_id = current_organisation() and e.supporter_id = s and e.started_at >= since and e.started_at < until
        and not exists (select from encounters c where c.organisation_id = e.organisation_id and c.corrects = e.id)) held)
  from unnest(supporters) s
  where s = current_person() or speaks_as('coordinator', 'supervisor', 'administrator', 'safeguarding-lead', 'system')
$$;
alter function caseload_counts(uuid[], timestamptz, timestamptz) owner to trellis_definer;

alter table encounters enable row level security;
alter table encounters force row level security;
alter table encounter_notes enable row level security;
alter table encounter_notes force row level security;
alter table fidelity_checks enable row level security;
alter table fidelity_checks force row level security;

create policy encounters_count on encounters for select to trellis_definer using (true);
create policy encounters_read on encounters for select to trellis_app using (
  organisation_id = current_organisation()
  and (seeker_id = current_person() or (supporter_id = current_person() and works_with(seeker_id)) or speaks_as('coordinator', 'system')));
-- The relationship must be this very pair's: the lookup below is itself under row-level security.
create policy encounters_record on encounters for insert to trellis_app with check (
  organisation_id = current_organisation() and recorded_by is not distinct from current_person()
  and exists (select from relationships r where r.organisation_id = encounters.organisation_id and r.id = relationship_id
    and r.seeker_id = encounters.seeker_id and r.supporter_id = encounters.supporter_id)
  and ((supporter_id = current_person() and works_with(seeker_id)) or speaks_as('coordinator', 'system')));

-- Notes are for the two who met. A coordinator may bring one in, and cannot read it.
create policy encounter_notes_read on encounter_notes for select to trellis_app using (
  organisation_id = current_organisation()
  and (seeker_id = current_person() or (supporter_id = current_person() and works_with(seeker_id))));
create policy encounter_notes_write on encounter_notes for insert to trellis_app with check (
  organisation_id = current_organisation()
  and exists (select from encounters e where e.organisation_id = encounter_notes.organisation_id and e.id = encounter_id
    and e.seeker_id = encounter_notes.seeker_id and e.supporter_id = encounter_notes.supporter_id
    and e.recorded_by is not distinct from current_person()));

create policy fidelity_checks_read on fidelity_checks for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from encounters e where e.organisation_id = fidelity_checks.organisation_id and e.id = encounter_id));
create policy fidelity_checks_write on fidelity_checks for insert to trellis_app with check (
  organisation_id = current_organisation()
  and exists (select from encounters e where e.organisation_id = fidelity_checks.organisation_id and e.id = encounter_id
    and e.recorded_by is not distinct from current_person()));

grant select, insert on encounters, encounter_notes, fidelity_checks to trellis_app;
grant select on encounters to trellis_definer;
