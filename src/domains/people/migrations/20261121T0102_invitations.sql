-- An invitation to work here. Whoever bears its link may take up the roles it names, once.

create table invitations (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- Somebody already known here, such as from an import, who as yet cannot sign in.
  person_id uuid references people,
  name text not null check (length(name) between 1 and 200),
  email text not null check (email = lower(email) and email like '%_@_%'),
  roles text[] not null,
  language text not null default 'en',
  token_hash bytea not null unique,
  invited_by uuid references people,
  invited_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > invited_at),
  primary key (organisation_id, id),
  check (person_id is not null or cardinality(roles) > 0),
  check (not 'seeker' = any (roles))
);

-- An invitation ends once, in one of three ways.
create table invitation_ends (
  organisation_id uuid not null,
  invitation_id uuid not null,
  how text not null check (how in ('accepted', 'revoked', 'replaced')),
  at timestamptz not null,
  by_id uuid references people,
  primary key (organisation_id, invitation_id),
  foreign key (organisation_id, invitation_id) references invitations (organisation_id, id)
);

-- True when the bearer's link is an open invitation to this organisation, with this role if one is asked for.
create function bears_invitation(as_role text default null) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from invitations i
    where i.organisation_id = current_organisation() and i.token_hash = sha256(convert_to(current_token(), 'UTF8'))
      and (as_role is null or as_role = any (i.roles))
      and not exists (select from invitation_ends e where e.organisation_id = i.organisation_id and e.invitation_id = i.id))
$$;
alter function bears_invitation(text) owner to trellis_definer;
grant select on invitations, invitation_ends to trellis_definer;

alter table invitations enable row level security;
alter table invitations force row level security;
alter table invitation_ends enable row level security;
alter table invitation_ends force row level security;

create policy invitations_look_up on invitations for select to trellis_definer using (true);
create policy invitation_ends_look_up on invitation_ends for select to trellis_definer using (true);

create policy invitations_read on invitations for select to trellis_app using (
  (organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'system'))
  or token_hash = sha256(convert_to(current_token(), 'UTF8')));
-- As with giving a role itself: a coordinator may bring in supporters. A sign-in for somebody already known here is
-- a key to whatever they may do, so only an administrator hands it out.
create policy invitations_add on invitations for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (invited_by = current_person() and (speaks_as('administrator')
    or (speaks_as('coordinator') and person_id is null and roles <@ array['supporter'])))));

create policy invitation_ends_read on invitation_ends for select to trellis_app using (
  organisation_id = current_organisation() and exists (select from invitations i where i.organisation_id = invitation_ends.organisation_id and i.id = invitation_id));
create policy invitation_ends_add on invitation_ends for insert to trellis_app with check (
  organisation_id = current_organisation()
  and ((how <> 'accepted' and speaks_as('administrator', 'coordinator', 'system') and by_id is not distinct from current_person())
    or (how = 'accepted' and bears_invitation())));

-- What the bearer may do, until the invitation ends: become a colleague, with the roles it names.
create policy people_add_invited on people for insert to trellis_app with check (
  speaks_as('visitor') and kind = 'staff' and bears_invitation());
create policy memberships_take_up on memberships for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('visitor') and bears_invitation(role));

grant select, insert on invitations, invitation_ends to trellis_app;
