-- A certificate that came in from a list: somebody else issued it, and nobody assessed its holder here. It says so
-- wherever it is shown, is never printed or vouched for in public, and opens no gate by itself: the gate still asks for an
-- assessment made here.

create table certificate_origins (
  organisation_id uuid not null,
  certificate_id uuid not null,
  -- Whoever issued it, in the list's own words.
  issuer text not null check (length(issuer) between 1 and 200),
  -- The list it came in with was taken back: it counts no more.
  withdrawn_at timestamptz,
  withdrawn_by uuid references people (id),
  primary key (organisation_id, certificate_id),
  foreign key (organisation_id, certificate_id) references certificates (organisation_id, id),
  check ((withdrawn_at is null) = (withdrawn_by is null))
);

-- How many hours of training stood behind it, a list does not say.
alter table certificates alter column training_hours drop not null;

alter table certificate_origins enable row level security;
alter table certificate_origins force row level security;
create policy certificate_origins_definer on certificate_origins for select to trellis_definer using (true);
create policy certificate_origins_read on certificate_origins for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from certificates c where c.organisation_id = certificate_origins.organisation_id and c.id = certificate_id));
create policy certificate_origins_add on certificate_origins for insert to trellis_app with check (
  organisation_id = current_organisation() and withdrawn_at is null
  and exists (select from certificates c where c.organisation_id = certificate_origins.organisation_id and c.id = certificate_id
    and c.issued_by is not distinct from current_person()));
create policy certificate_origins_withdraw on certificate_origins for update to trellis_app
  using (organisation_id = current_organisation() and withdrawn_at is null and speaks_as('coordinator'))
  with check (organisation_id = current_organisation() and withdrawn_at is not null and withdrawn_by = current_person());
grant select, insert on certificate_origins to trellis_app;
grant update (withdrawn_at, withdrawn_by) on certificate_origins to trellis_app;
grant select on certificate_origins to trellis_definer;

create or replace function certificates_of(helpers uuid[])
  returns table (id uuid, person_id uuid, role text, issued_on date, expires_on date, suspended boolean)
  language sql stable security definer set search_path = public as $$
  select c.id, c.person_id, c.role, c.issued_on, c.expires_on, exists (
    select from certificate_suspensions s
    where s.organisation_id = c.organisation_id and s.certificate_id = c.id and s.lifted_at is null)
  from certificates c
  where c.organisation_id = current_organisation() and c.person_id = any (helpers)
    and not exists (select from certificate_origins o
      where o.organisation_id = c.organisation_id and o.certificate_id = c.id and o.withdrawn_at is not null)
  order by c.issued_on desc, c.issued_at desc
$$;

-- We vouch for what we issued ourselves, and for nothing else.
create or replace function certificate_shown() returns table (issued_on date, expires_on date, suspended boolean, time_zone text)
  language sql stable security definer set search_path = public as $$
  select c.issued_on, c.expires_on, exists (
    select from certificate_suspensions s
    where s.organisation_id = c.organisation_id and s.certificate_id = c.id and s.lifted_at is null), o.time_zone
  from certificates c join organisations o on o.id = c.organisation_id
  where c.code = current_token()
    and not exists (select from certificate_origins g where g.organisation_id = c.organisation_id and g.certificate_id = c.id)
$$;
