-- What devices send after they have been without a signal. A device asks for a lease when it takes work along; each
-- command it sends later is done once, however often it comes; what comes from somebody whose rights have ended since is
-- set aside for a colleague to look at, and neither done nor lost.

create table device_leases (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  token_hash bytea not null unique check (length(token_hash) = 32),
  given_at timestamptz not null,
  -- From then on the device shows nothing until it has been online again.
  expires_at timestamptz not null check (expires_at > given_at),
  primary key (organisation_id, id)
);
create index device_leases_of_person on device_leases (organisation_id, person_id);

create table field_commands (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  kind text not null check (length(kind) between 1 and 60),
  -- By the device's own clock, which may be wrong.
  made_at timestamptz not null,
  received_at timestamptz not null,
  -- A refusal is not kept: put right, the same command may come again.
  outcome text not null check (outcome in ('done', 'set-aside')),
  primary key (organisation_id, id)
);
create index field_commands_set_aside on field_commands (organisation_id, received_at) where outcome = 'set-aside';
create trigger field_commands_append_only before update or delete or truncate on field_commands
  for each statement execute function refuse_change();

-- What a command that was set aside said, sealed with the installation's own key; gone once somebody has looked, or in time.
create table set_aside_commands (
  organisation_id uuid not null,
  command_id uuid not null,
  content text not null check (length(content) between 1 and 1000000),
  primary key (organisation_id, command_id),
  foreign key (organisation_id, command_id) references field_commands (organisation_id, id)
);

-- Somebody looked at what was set aside, and said what became of it.
create table set_aside_reviews (
  organisation_id uuid not null,
  command_id uuid not null,
  reviewed_by uuid not null references people (id),
  reviewed_at timestamptz not null,
  decision text not null check (decision in ('entered-by-hand', 'discarded')),
  reason text not null check (length(reason) between 1 and 2000),
  primary key (organisation_id, command_id),
  foreign key (organisation_id, command_id) references field_commands (organisation_id, id)
);
create trigger set_aside_reviews_append_only before update or delete or truncate on set_aside_reviews
  for each statement execute function refuse_change();

alter table device_leases enable row level security;
alter table device_leases force row level security;
alter table field_commands enable row level security;
alter table field_commands force row level security;
alter table set_aside_commands enable row level security;
alter table set_aside_commands force row level security;
alter table set_aside_reviews enable row level security;
alter table set_aside_reviews force row level security;

create policy device_leases_read on device_leases for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or speaks_as('administrator', 'system')));
create policy device_leases_take on device_leases for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person());
create policy device_leases_renew on device_leases for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person());
create policy device_leases_forget on device_leases for delete to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or speaks_as('system')));

create policy field_commands_read on field_commands for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or (outcome = 'set-aside' and speaks_as('coordinator', 'administrator', 'system'))));
create policy field_commands_receive on field_commands for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person());

-- The sender may put it there, and cannot read it back.
create policy set_aside_commands_read on set_aside_commands for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator', 'system'));
create policy set_aside_commands_keep on set_aside_commands for insert to trellis_app with check (
  organisation_id = current_organisation() and exists (
    select from field_commands c
    where c.organisation_id = set_aside_commands.organisation_id and c.id = command_id and c.person_id = current_person()));
create policy set_aside_commands_forget on set_aside_commands for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator', 'system'));

create policy set_aside_reviews_read on set_aside_reviews for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator', 'system'));
create policy set_aside_reviews_decide on set_aside_reviews for insert to trellis_app with check (
  organisation_id = current_organisation() and reviewed_by = current_person() and speaks_as('coordinator', 'administrator'));

grant select, insert on device_leases, field_commands, set_aside_commands, set_aside_reviews to trellis_app;
grant update (expires_at) on device_leases to trellis_app;
grant delete on device_leases, set_aside_commands to trellis_app;

-- A device whose person can no longer sign in still holds what they wrote. Its lease lets it hand that in, to be looked
-- at by a colleague; it is told nothing but whether to sign in, or to forget all it holds.
create policy device_leases_definer on device_leases for select to trellis_definer using (true);
create policy field_commands_definer on field_commands for select to trellis_definer using (true);
create policy field_commands_set_aside on field_commands for insert to trellis_definer with check (outcome = 'set-aside');
create policy set_aside_commands_hand_in on set_aside_commands for insert to trellis_definer with check (true);
grant select on device_leases, field_commands to trellis_definer;
grant insert on field_commands, set_aside_commands to trellis_definer;

create function lease_shown() returns table (organisation_id uuid, person_id uuid, still_here boolean)
  language sql stable security definer set search_path = public as $$
  select l.organisation_id, l.person_id, exists (
    select from memberships m
    where m.organisation_id = l.organisation_id and m.person_id = l.person_id and m.until is null)
  from device_leases l where l.token_hash = sha256(convert_to(current_token(), 'UTF8'))
$$;
alter function lease_shown() owner to trellis_definer;

create function hand_in(command uuid, kind text, made_at timestamptz, received_at timestamptz, content text) returns void
  language plpgsql security definer set search_path = public as $$
declare
  lease record;
begin
  select * into lease from lease_shown();
  if lease.organisation_id is null or lease.still_here then
    raise exception 'only a device whose person has left hands things in' using errcode = 'insufficient_privilege';
  end if;
  insert into field_commands (organisation_id, id, person_id, kind, made_at, received_at, outcome)
    values (lease.organisation_id, command, lease.person_id, hand_in.kind, hand_in.made_at, hand_in.received_at, 'set-aside')
    on conflict do nothing;
  if found then
    insert into set_aside_commands (organisation_id, command_id, content) values (lease.organisation_id, command, hand_in.content);
  end if;
end $$;
alter function hand_in(uuid, text, timestamptz, timestamptz, text) owner to trellis_definer;
