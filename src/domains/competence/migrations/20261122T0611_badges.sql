-- A badge is a certificate in a form that its holder takes along: a signed credential, with a place in the lists that say
-- what was taken back. A certificate may have several, as in two languages.

create table badges (
  organisation_id uuid not null,
  id uuid not null,
  certificate_id uuid not null,
  person_id uuid not null references people (id),
  key_id uuid not null,
  -- A place drawn by lot, so that a list says nothing about how many there are or in which order they came.
  status_list int not null check (status_list >= 1),
  status_index int not null check (status_index between 0 and 131071),
  language text not null check (language in ('en', 'fr', 'es', 'sw', 'ar')),
  -- What ties the badge to its holder: their e-mail, salted and hashed; an identifier of their wallet; or nothing.
  identity text not null check (identity in ('email', 'did', 'none')),
  -- The whole signed credential, with the holder's key: when they are erased, so is this.
  sealed bytea not null,
  issued_by uuid references people (id),
  issued_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, status_list, status_index),
  foreign key (organisation_id, certificate_id) references certificates (organisation_id, id),
  foreign key (organisation_id, key_id) references credential_keys (organisation_id, id)
);
create index badges_by_certificate on badges (organisation_id, certificate_id);

create table badge_revocations (
  organisation_id uuid not null,
  badge_id uuid not null,
  revoked_by uuid references people (id),
  revoked_at timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000),
  primary key (organisation_id, badge_id),
  foreign key (organisation_id, badge_id) references badges (organisation_id, id)
);

create trigger badges_append_only before update or delete or truncate on badges for each statement execute function refuse_change();
create trigger badge_revocations_append_only before update or delete or truncate on badge_revocations for each statement execute function refuse_change();

alter table badges enable row level security;
alter table badges force row level security;
alter table badge_revocations enable row level security;
alter table badge_revocations force row level security;

create policy badges_definer on badges for select to trellis_definer using (true);
create policy badge_revocations_definer on badge_revocations for select to trellis_definer using (true);
grant select on badges, badge_revocations to trellis_definer;

create policy badges_read on badges for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from certificates c where c.organisation_id = badges.organisation_id and c.id = certificate_id));
create policy badges_issue on badges for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (issued_by = current_person() and (person_id = current_person() or speaks_as('coordinator'))))
  and exists (select from certificates c where c.organisation_id = badges.organisation_id and c.id = certificate_id and c.person_id = badges.person_id));
create policy badge_revocations_read on badge_revocations for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from badges b where b.organisation_id = badge_revocations.organisation_id and b.id = badge_id));
-- Its holder may take it out of the world, too.
create policy badge_revocations_revoke on badge_revocations for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (revoked_by = current_person() and exists (
    select from badges b where b.organisation_id = badge_revocations.organisation_id and b.id = badge_id
      and (b.person_id = current_person() or speaks_as('coordinator', 'safeguarding-lead'))))));
grant select, insert on badges, badge_revocations to trellis_app;

-- The list to draw a place from: the newest, until so many of its places are taken.
create function badge_list_in_use(full_at int) returns int
  language sql stable security definer set search_path = public as $$
  select coalesce((
    select case when count(*) >= full_at then b.status_list + 1 else b.status_list end from badges b
    where b.organisation_id = current_organisation() group by b.status_list order by b.status_list desc limit 1), 1)
$$;
alter function badge_list_in_use(int) owner to trellis_definer;

-- Which places of a list are set today. It is asked for everybody who checks a badge, and says nothing but the places; what
-- makes a badge rest is decided here and nowhere else.
create function badge_places_set(signer text, list int, purpose text) returns setof int
  language sql stable security definer set search_path = public as $$
  select b.status_index from badges b
  join credential_keys k on k.organisation_id = b.organisation_id and k.id = b.key_id
  where k.issuer = signer and b.status_list = list and case purpose
    when 'revocation' then exists (
      select from badge_revocations r where r.organisation_id = b.organisation_id and r.badge_id = b.id)
    when 'suspension' then exists (
      select from certificate_suspensions s
      where s.organisation_id = b.organisation_id and s.certificate_id = b.certificate_id and s.lifted_at is null)
    end
$$;
alter function badge_places_set(text, int, text) owner to trellis_definer;

-- Whether an organisation has such a list at all. It says no more about how many badges there are.
create function badge_list_is_used(organisation uuid, list int) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from badges b where b.organisation_id = organisation and b.status_list = list)
$$;
alter function badge_list_is_used(uuid, int) owner to trellis_definer;
