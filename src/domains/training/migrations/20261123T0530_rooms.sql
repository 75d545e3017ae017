-- Where workshops are held, and that nobody and no room is in two workshops at the same time.
create extension if not exists btree_gist;

create table venues (
  organisation_id uuid not null references organisations,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  place_id uuid,
  -- How people find it.
  directions text check (length(directions) between 1 and 1000),
  added_by uuid references people (id),
  added_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, place_id) references places (organisation_id, id)
);
create unique index venues_by_name on venues (organisation_id, lower(name));

-- A room people enter by a door, in a venue, or by a link: of an account for online meetings there is mostly one, too.
create table rooms (
  organisation_id uuid not null references organisations,
  id uuid not null,
  kind text not null check (kind in ('room', 'online')),
  venue_id uuid,
  link text check (link ~ '^https://'),
  name text not null check (length(name) between 1 and 200),
  seats int not null check (seats between 1 and 1000),
  accessible text[] not null check (accessible <@ array['step-free', 'toilet', 'hearing', 'captions', 'quiet']),
  added_by uuid references people (id),
  added_at timestamptz not null,
  closed_at timestamptz check (closed_at >= added_at),
  closed_by uuid references people (id),
  primary key (organisation_id, id),
  foreign key (organisation_id, venue_id) references venues (organisation_id, id),
  check ((kind = 'room') = (venue_id is not null)),
  check ((kind = 'online') = (link is not null))
);
create unique index rooms_by_name on rooms (organisation_id, venue_id, lower(name)) nulls not distinct where closed_at is null;

alter table workshop_sessions add room_id uuid;
alter table workshop_sessions add foreign key (organisation_id, room_id) references rooms (organisation_id, id);

-- When rooms and trainers are taken: what the exclusions look at. Kept by triggers beside the days; a day that is moved, or
-- called off before it began, takes nobody's time.
create table room_bookings (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  session_id uuid not null,
  room_id uuid not null,
  during tstzrange not null,
  primary key (organisation_id, session_id),
  foreign key (organisation_id, workshop_id, session_id) references workshop_sessions (organisation_id, workshop_id, id) on delete cascade,
  foreign key (organisation_id, room_id) references rooms (organisation_id, id),
  constraint room_taken exclude using gist (organisation_id with =, room_id with =, during with &&)
);
create table trainer_bookings (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  session_id uuid not null,
  person_id uuid not null references people (id),
  during tstzrange not null,
  primary key (organisation_id, session_id, person_id),
  foreign key (organisation_id, workshop_id, session_id) references workshop_sessions (organisation_id, workshop_id, id) on delete cascade,
  constraint trainer_taken exclude using gist (organisation_id with =, person_id with =, during with &&)
);

create function book_day() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if new.room_id is not null then
    insert into room_bookings values (new.organisation_id, new.workshop_id, new.id, new.room_id, tstzrange(new.starts_at, new.ends_at));
  end if;
  insert into trainer_bookings
    select new.organisation_id, new.workshop_id, new.id, t.person_id, tstzrange(new.starts_at, new.ends_at)
    from workshop_trainers t where t.organisation_id = new.organisation_id and t.workshop_id = new.workshop_id;
  return null;
end $$;
alter function book_day() owner to trellis_definer;
create trigger workshop_sessions_book after insert on workshop_sessions for each row execute function book_day();

create function book_trainer() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  insert into trainer_bookings
    select new.organisation_id, new.workshop_id, s.id, new.person_id, tstzrange(s.starts_at, s.ends_at)
    from workshop_sessions s where s.organisation_id = new.organisation_id and s.workshop_id = new.workshop_id;
  return null;
end $$;
alter function book_trainer() owner to trellis_definer;
create trigger workshop_trainers_book after insert on workshop_trainers for each row execute function book_trainer();

create function free_bookings() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  delete from room_bookings b where b.organisation_id = new.organisation_id and b.workshop_id = new.workshop_id
    and lower(b.during) >= new.cancelled_at;
  delete from trainer_bookings b where b.organisation_id = new.organisation_id and b.workshop_id = new.workshop_id
    and lower(b.during) >= new.cancelled_at;
  return null;
end $$;
alter function free_bookings() owner to trellis_definer;
create trigger workshop_cancellations_free after insert on workshop_cancellations for each row execute function free_bookings();

-- Two workshops of one trainer at the same time may have been written down before this rule; the first of them keeps the time.
insert into trainer_bookings
  select t.organisation_id, t.workshop_id, s.id, t.person_id, tstzrange(s.starts_at, s.ends_at)
  from workshop_trainers t
  join workshop_sessions s on s.organisation_id = t.organisation_id and s.workshop_id = t.workshop_id
  left join workshop_cancellations c on c.organisation_id = t.organisation_id and c.workshop_id = t.workshop_id
  where c.cancelled_at is null or s.starts_at < c.cancelled_at
  order by s.starts_at, s.id
on conflict do nothing;

do $$
declare name text;
begin
  foreach name in array array['venues', 'rooms', 'room_bookings', 'trainer_bookings'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I for select to trellis_app using (organisation_id = current_organisation() and sees_workshops())',
      name || '_read', name);
    execute format('grant select on %I to trellis_app', name);
  end loop;
  foreach name in array array['venues', 'rooms'] loop
    execute format('create policy %I on %I for insert to trellis_app with check (organisation_id = current_organisation()
      and speaks_as(''coordinator'', ''trainer'', ''system'') and added_by is not distinct from current_person())', name || '_add', name);
    execute format('grant insert on %I to trellis_app', name);
  end loop;
  foreach name in array array['room_bookings', 'trainer_bookings'] loop
    execute format('create policy %I on %I for insert to trellis_definer with check (organisation_id = current_organisation())', name || '_book', name);
    execute format('create policy %I on %I for select to trellis_definer using (organisation_id = current_organisation())', name || '_find', name);
    execute format('create policy %I on %I for delete to trellis_definer using (organisation_id = current_organisation())', name || '_free', name);
    execute format('grant select, insert, delete on %I to trellis_definer', name);
  end loop;
end $$;
create policy rooms_change on rooms for update to trellis_app
  using (organisation_id = current_organisation() and closed_at is null and speaks_as('coordinator', 'trainer', 'system'))
  with check (organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system'));
grant update (seats, accessible, closed_at, closed_by) on rooms to trellis_app;
