-- A workshop that moves or is called off. What was planned before is kept with the reason; costs and attendance stay.

-- What a workshop was until this change.
create table workshop_versions (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  venue text,
  online_link text,
  seats int not null,
  -- The sessions that had not begun: [{id, startsAt, endsAt}].
  sessions jsonb not null,
  reason text not null check (length(reason) between 1 and 500),
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index workshop_versions_of_workshop on workshop_versions (organisation_id, workshop_id, changed_at desc);
create trigger workshop_versions_append_only before update or delete or truncate on workshop_versions
  for each statement execute function refuse_change();

create table workshop_cancellations (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  cancelled_by uuid references people (id),
  cancelled_at timestamptz not null,
  primary key (organisation_id, workshop_id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create trigger workshop_cancellations_append_only before update or delete or truncate on workshop_cancellations
  for each statement execute function refuse_change();

-- Makes room for other days: those that have not begun go, with the reminders already sent of them, so that the new
-- days are reminded of again. Nobody can have been marked present on them.
create function clear_coming_sessions(workshop uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = public as $$
begin
  if not speaks_as('coordinator', 'trainer', 'system') then
    raise exception 'a workshop is changed by who runs workshops' using errcode = 'insufficient_privilege';
  end if;
  delete from workshop_reminders r using workshop_sessions s
    where s.organisation_id = current_organisation() and s.workshop_id = workshop and s.starts_at > at
      and r.organisation_id = s.organisation_id and r.session_id = s.id;
  delete from workshop_sessions s
    where s.organisation_id = current_organisation() and s.workshop_id = workshop and s.starts_at > at;
end $$;
alter function clear_coming_sessions(uuid, timestamptz) owner to trellis_definer;

-- Seats can be taken away only while nobody sits on them.
create function refuse_seats_below_taken() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform lock_workshop(new.id);
  if (select taken from places_in(new.id)) > new.seats then
    raise exception 'more people have a seat than the workshop would have' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_seats_below_taken() owner to trellis_definer;
create constraint trigger workshops_seats_taken after update on workshops
  deferrable initially deferred for each row when (new.seats < old.seats) execute function refuse_seats_below_taken();

alter table workshop_versions enable row level security;
alter table workshop_versions force row level security;
alter table workshop_cancellations enable row level security;
alter table workshop_cancellations force row level security;

create policy workshops_change on workshops for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system'))
  with check (organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system'));
create policy workshop_versions_read on workshop_versions for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_versions_keep on workshop_versions for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system')
  and changed_by is not distinct from current_person());
create policy workshop_cancellations_read on workshop_cancellations for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_cancellations_make on workshop_cancellations for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system')
  and cancelled_by is not distinct from current_person());

create policy workshop_sessions_clear on workshop_sessions for all to trellis_definer
  using (organisation_id = current_organisation()) with check (false);
create policy workshop_reminders_clear on workshop_reminders for all to trellis_definer
  using (organisation_id = current_organisation()) with check (false);

grant update (venue, online_link, seats) on workshops to trellis_app;
grant select, insert on workshop_versions, workshop_cancellations to trellis_app;
grant select, delete on workshop_sessions, workshop_reminders to trellis_definer;
