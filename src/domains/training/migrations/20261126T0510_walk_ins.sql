-- Who came to a workshop without a seat, written down where there was no signal. Until somebody says who that is, their name and how to
-- reach them are kept sealed with the installation's own key; then they are gone, and what was marked of them counts as their attendance.

create table walk_ins (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  -- Chosen on the device from those who waited for a seat or were invited.
  chosen_id uuid references people (id),
  written_by uuid not null references people (id),
  -- By the device's own clock, which may be wrong.
  written_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index walk_ins_of_workshop on walk_ins (organisation_id, workshop_id);
create trigger walk_ins_append_only before update or delete or truncate on walk_ins
  for each statement execute function refuse_change();

create table walk_in_names (
  organisation_id uuid not null references organisations,
  walk_in_id uuid not null,
  sealed text not null check (length(sealed) between 1 and 4000),
  primary key (organisation_id, walk_in_id),
  foreign key (organisation_id, walk_in_id) references walk_ins (organisation_id, id)
);

-- A correction is a new row; the newest counts.
create table walk_in_marks (
  organisation_id uuid not null references organisations,
  id uuid not null,
  walk_in_id uuid not null,
  session_id uuid not null,
  presence text not null check (presence in ('present', 'partly', 'absent')),
  hours numeric not null check (hours >= 0 and hours <= 16),
  marked_by uuid not null references people (id),
  made_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, walk_in_id) references walk_ins (organisation_id, id),
  foreign key (organisation_id, session_id) references workshop_sessions (organisation_id, id),
  check ((presence = 'absent') = (hours = 0))
);
create index walk_in_marks_of on walk_in_marks (organisation_id, walk_in_id, session_id, made_at desc, id desc);
create trigger walk_in_marks_append_only before update or delete or truncate on walk_in_marks
  for each statement execute function refuse_change();

-- Who it was, or why it is nobody who learns here.
create table walk_in_settlements (
  organisation_id uuid not null references organisations,
  walk_in_id uuid not null,
  person_id uuid references people (id),
  removed_as text check (removed_as in ('written-twice', 'guest', 'mistake')),
  settled_by uuid not null references people (id),
  settled_at timestamptz not null,
  primary key (organisation_id, walk_in_id),
  foreign key (organisation_id, walk_in_id) references walk_ins (organisation_id, id),
  check (num_nonnulls(person_id, removed_as) = 1)
);
create index walk_in_settlements_of_person on walk_in_settlements (organisation_id, person_id) where person_id is not null;
create trigger walk_in_settlements_append_only before update or delete or truncate on walk_in_settlements
  for each statement execute function refuse_change();

alter table walk_ins enable row level security;
alter table walk_ins force row level security;
alter table walk_in_names enable row level security;
alter table walk_in_names force row level security;
alter table walk_in_marks enable row level security;
alter table walk_in_marks force row level security;
alter table walk_in_settlements enable row level security;
alter table walk_in_settlements force row level security;

-- Those who mark attendance, and nobody else: it may be the name of somebody who never had a part here.
create function runs_workshops() returns boolean language sql stable parallel safe
  return speaks_as('coordinator', 'trainer');

create policy walk_ins_read on walk_ins for select to trellis_app using (
  organisation_id = current_organisation() and runs_workshops());
create policy walk_ins_write on walk_ins for insert to trellis_app with check (
  organisation_id = current_organisation() and runs_workshops() and written_by = current_person());
create policy walk_in_names_read on walk_in_names for select to trellis_app using (
  organisation_id = current_organisation() and runs_workshops());
create policy walk_in_names_keep on walk_in_names for insert to trellis_app with check (
  organisation_id = current_organisation() and runs_workshops());
create policy walk_in_names_forget on walk_in_names for delete to trellis_app using (
  organisation_id = current_organisation() and runs_workshops());
create policy walk_in_marks_read on walk_in_marks for select to trellis_app using (
  organisation_id = current_organisation() and runs_workshops());
create policy walk_in_marks_write on walk_in_marks for insert to trellis_app with check (
  organisation_id = current_organisation() and runs_workshops() and marked_by = current_person());
create policy walk_in_settlements_read on walk_in_settlements for select to trellis_app using (
  organisation_id = current_organisation() and (runs_workshops() or person_id = current_person()));
create policy walk_in_settlements_say on walk_in_settlements for insert to trellis_app with check (
  organisation_id = current_organisation() and runs_workshops() and settled_by = current_person()
  and (person_id is null or is_member(person_id)));

grant select, insert on walk_ins, walk_in_names, walk_in_marks, walk_in_settlements to trellis_app;
grant delete on walk_in_names to trellis_app;

-- They were there, also where every seat was taken: their place is beyond the seats, and takes none from those who asked for one.
alter table enrolments add column walk_in_id uuid;
alter table enrolments add foreign key (organisation_id, walk_in_id) references walk_ins (organisation_id, id);
drop trigger enrolments_within_seats on enrolments;
create constraint trigger enrolments_within_seats after insert or update on enrolments
  deferrable initially deferred
  for each row when (new.seated_at is not null and new.cancelled_at is null and new.walk_in_id is null)
  execute function refuse_more_than_seats();
-- Nobody takes such a place for themself: only those who run workshops see who came without a seat.
create policy enrolments_walked_in on enrolments as restrictive for insert to trellis_app with check (
  walk_in_id is null or exists (
    select from walk_ins w where w.organisation_id = enrolments.organisation_id and w.id = enrolments.walk_in_id
      and w.workshop_id = enrolments.workshop_id));
