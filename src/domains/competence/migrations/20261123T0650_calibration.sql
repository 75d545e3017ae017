-- Assessors are calibrated on standard pieces: a transcript, perhaps with a recording, whose levels the organisation's own
-- experts agreed beforehand. Whoever is calibrated ticks first and sees the reference afterwards.

create table calibration_pieces (
  organisation_id uuid not null references organisations,
  id uuid not null,
  rubric text not null check (length(rubric) between 1 and 100),
  rubric_version int not null check (rubric_version > 0),
  -- One of ours, in the reader's language; else the organisation's own words.
  template text check (length(template) between 1 and 100),
  title text check (length(title) between 1 and 200),
  transcript text check (length(transcript) between 1 and 40000),
  link text check (link ~ '^https://' and length(link) <= 1000),
  recording_id uuid,
  added_by uuid not null references people (id),
  added_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, recording_id) references stored_files (organisation_id, id),
  -- Who cannot hear or see reads: words are there in any case.
  check (template is not null or (title is not null and transcript is not null))
);

-- What the experts agreed, kept apart because whoever is still to be calibrated must not see it.
create table calibration_references (
  organisation_id uuid not null,
  piece_id uuid not null,
  ticks text[] not null,
  -- Who agreed it, and when: never nobody.
  source text not null check (length(source) between 1 and 500),
  explanation text not null check (length(explanation) <= 8000),
  primary key (organisation_id, piece_id),
  foreign key (organisation_id, piece_id) references calibration_pieces (organisation_id, id)
);

create table calibrations (
  organisation_id uuid not null,
  id uuid not null,
  piece_id uuid not null,
  assessor_id uuid not null references people (id),
  ticks text[] not null,
  -- Items with the reference's level, of how many; and weighted kappa, null where it cannot be told.
  same int not null check (same between 0 and items),
  items int not null check (items > 0),
  kappa numeric(5, 4),
  handed_in_on date not null,
  handed_in_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, piece_id) references calibration_pieces (organisation_id, id)
);
create index calibrations_newest on calibrations (organisation_id, assessor_id, handed_in_at desc);

create trigger calibration_pieces_append_only before update or delete or truncate on calibration_pieces for each statement execute function refuse_change();
create trigger calibration_references_append_only before update or delete or truncate on calibration_references for each statement execute function refuse_change();
create trigger calibrations_append_only before update or delete or truncate on calibrations for each statement execute function refuse_change();

alter table calibration_pieces enable row level security;
alter table calibration_pieces force row level security;
alter table calibration_references enable row level security;
alter table calibration_references force row level security;
alter table calibrations enable row level security;
alter table calibrations force row level security;

create policy calibrations_definer on calibrations for select to trellis_definer using (true);
create policy calibration_pieces_definer on calibration_pieces for select to trellis_definer using (true);
grant select on calibrations, calibration_pieces to trellis_definer;

create function has_calibrated_on(piece uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from calibrations c
    where c.organisation_id = current_organisation() and c.piece_id = piece and c.assessor_id = current_person())
$$;
alter function has_calibrated_on(uuid) owner to trellis_definer;
create function has_added_piece(piece uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from calibration_pieces p
    where p.organisation_id = current_organisation() and p.id = piece and p.added_by = current_person())
$$;
alter function has_added_piece(uuid) owner to trellis_definer;

create policy calibration_pieces_read on calibration_pieces for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('assessor', 'supervisor', 'coordinator', 'trainer', 'administrator'));
create policy calibration_pieces_add on calibration_pieces for insert to trellis_app with check (
  organisation_id = current_organisation() and added_by = current_person() and speaks_as('coordinator', 'administrator'));

create policy calibration_references_read on calibration_references for select to trellis_app using (
  organisation_id = current_organisation() and (has_calibrated_on(piece_id) or has_added_piece(piece_id)));
create policy calibration_references_add on calibration_references for insert to trellis_app with check (
  organisation_id = current_organisation() and has_added_piece(piece_id));
-- The reference is compared with when ticks come in, before whoever sent them may read it.
create function calibration_reference(piece uuid) returns text[]
  language sql stable security definer set search_path = public as $$
  select r.ticks from calibration_references r
  where r.organisation_id = current_organisation() and r.piece_id = piece and speaks_as('assessor', 'supervisor')
$$;
alter function calibration_reference(uuid) owner to trellis_definer;
create policy calibration_references_definer on calibration_references for select to trellis_definer using (true);
grant select on calibration_references to trellis_definer;

create policy calibrations_read on calibrations for select to trellis_app using (
  organisation_id = current_organisation()
  and (assessor_id = current_person() or speaks_as('assessor', 'supervisor', 'coordinator', 'trainer')));
create policy calibrations_hand_in on calibrations for insert to trellis_app with check (
  organisation_id = current_organisation() and assessor_id = current_person() and speaks_as('assessor', 'supervisor')
  and not has_added_piece(piece_id));

grant select, insert on calibration_pieces, calibration_references, calibrations to trellis_app;

-- Whoever may see the piece may play its recording.
create policy stored_files_of_calibration on stored_files for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from calibration_pieces p where p.organisation_id = stored_files.organisation_id and p.recording_id = stored_files.id));

alter table competence_policies
  add column calibration_months int not null default 12 check (calibration_months between 1 and 60),
  add column calibration_counts boolean not null default false;

-- Who does not count alone: those below the bar with others and, where the policy counts calibration, those without a passed one
-- since that day. Nobody is held to it while there is nothing to be calibrated on.
drop function assessors_not_alone(numeric, int);
create function assessors_not_alone(agreement_min numeric, observations_min int, calibrated_since date) returns uuid[]
  language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(assessor_id), '{}') from (
    select assessor_id from (
      select distinct on (assessor_id) assessor_id, observations, icc, kappa from assessor_agreements
      where organisation_id = current_organisation()
      order by assessor_id, worked_out_at desc, id desc) newest
    where observations >= observations_min and (icc < agreement_min or kappa < agreement_min)
    union
    select m.person_id from memberships m
    where m.organisation_id = current_organisation() and m.role in ('assessor', 'supervisor') and m.until is null
      and calibrated_since is not null
      and exists (select from calibration_pieces p where p.organisation_id = m.organisation_id and p.added_by <> m.person_id)
      and not coalesce((
        select coalesce(c.kappa, case when c.same = c.items then 1 else 0 end) >= agreement_min from calibrations c
        where c.organisation_id = m.organisation_id and c.assessor_id = m.person_id and c.handed_in_on >= calibrated_since
        order by c.handed_in_at desc limit 1), false)) as either
$$;
alter function assessors_not_alone(numeric, int, date) owner to trellis_definer;
