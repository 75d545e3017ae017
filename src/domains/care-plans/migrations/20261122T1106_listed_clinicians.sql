-- A clinician is chosen by name only where they agreed to it. Whoever did not is reached through their facility: the
-- seeker invites that, and its clinicians share the work.

create table clinician_listings (
  organisation_id uuid not null references organisations,
  id uuid not null,
  clinician_id uuid not null references people,
  at timestamptz not null,
  primary key (organisation_id, id)
);
create table clinician_listing_ends (
  organisation_id uuid not null references organisations,
  listing_id uuid not null,
  clinician_id uuid not null references people,
  at timestamptz not null,
  primary key (organisation_id, listing_id),
  foreign key (organisation_id, listing_id) references clinician_listings (organisation_id, id)
);
create index clinician_listings_of_clinician on clinician_listings (organisation_id, clinician_id);
create trigger clinician_listings_append_only before update or delete or truncate on clinician_listings
  for each statement execute function refuse_change();
create trigger clinician_listing_ends_append_only before update or delete or truncate on clinician_listing_ends
  for each statement execute function refuse_change();

alter table clinician_listings enable row level security;
alter table clinician_listings force row level security;
alter table clinician_listing_ends enable row level security;
alter table clinician_listing_ends force row level security;

-- Nobody is listed, or taken off the list, by anybody but themselves.
create policy clinician_listings_own on clinician_listings for select to trellis_app using (
  organisation_id = current_organisation() and clinician_id = current_person());
create policy clinician_listings_agree on clinician_listings for insert to trellis_app with check (
  organisation_id = current_organisation() and clinician_id = current_person() and speaks_as('clinician'));
create policy clinician_listing_ends_own on clinician_listing_ends for select to trellis_app using (
  organisation_id = current_organisation() and clinician_id = current_person());
create policy clinician_listing_ends_end on clinician_listing_ends for insert to trellis_app with check (
  organisation_id = current_organisation() and clinician_id = current_person()
  and exists (select from clinician_listings l
    where l.organisation_id = clinician_listing_ends.organisation_id and l.id = listing_id and l.clinician_id = current_person()));
grant select, insert on clinician_listings, clinician_listing_ends to trellis_app;

grant select on clinician_listings, clinician_listing_ends to trellis_definer;
create policy clinician_listings_look_up on clinician_listings for select to trellis_definer using (true);
create policy clinician_listing_ends_look_up on clinician_listing_ends for select to trellis_definer using (true);

-- Whom a seeker may invite: the health facilities where a clinician works now, and by name those who agreed to it.
-- A facility without such a name comes once, with none.
create or replace function clinicians_to_invite() returns table (facility_id uuid, facility text, clinician_id uuid, clinician text)
  language sql stable security definer set search_path = public as $$
  select o.id, o.name, listed.id, listed.name
  from organisations o
  left join lateral (
    select p.id, p.name
    from clinician_listings l
    join memberships m on m.organisation_id = l.organisation_id and m.person_id = l.clinician_id
      and m.role = 'clinician' and m.until is null
    join people p on p.id = l.clinician_id and p.kind = 'staff'
    where l.organisation_id = o.id and not exists (
      select from clinician_listing_ends e where e.organisation_id = l.organisation_id and e.listing_id = l.id)
    group by p.id, p.name
  ) listed on true
  where o.kind = 'facility' and o.id <> current_organisation() and speaks_as('seeker')
    and exists (select from memberships m where m.organisation_id = o.id and m.role = 'clinician' and m.until is null)
  order by o.name, listed.name
$$;
