-- The tenant, the people, and who may do what where. Every other table hangs on these three.

create table organisations (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  kind text not null check (kind in ('ngo', 'facility', 'ministry')),
  about text not null default '',
  time_zone text not null default 'UTC',
  currency char(3) not null default 'USD',
  language text not null default 'en' check (language in ('en', 'fr', 'es', 'sw', 'ar')),
  created_at timestamptz not null
);

create table people (
  id uuid primary key,
  -- A seeker's is a pseudonym.
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('staff', 'seeker')),
  language text not null default 'en' check (language in ('en', 'fr', 'es', 'sw', 'ar')),
  created_at timestamptz not null
);

-- A role is a row with a beginning and an end, so that "who could see this in March" can be answered.
create table memberships (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people,
  role text not null check (role in (
    'seeker', 'supporter', 'practitioner', 'mentor', 'supervisor', 'trainer', 'assessor', 'clinician', 'coordinator',
    'grants-manager', 'moderator', 'safeguarding-lead', 'planner', 'donor', 'administrator')),
  since timestamptz not null,
  until timestamptz check (until >= since),
  given_by uuid references people,
  primary key (organisation_id, id)
);
create unique index memberships_current on memberships (organisation_id, person_id, role) where until is null;
create index memberships_of_person on memberships (person_id) where until is null;

create function current_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('trellis.person', true), '')::uuid;
create function current_organisation() returns uuid language sql stable parallel safe
  return nullif(current_setting('trellis.organisation', true), '')::uuid;
-- The bearer's secret from a link, such as a certificate's verification code.
create function current_token() returns text language sql stable parallel safe
  return nullif(current_setting('trellis.token', true), '');
-- True when the speaker holds any of these roles here. 'system' is a job working for the organisation.
create function speaks_as(variadic roles text[]) returns boolean language sql stable parallel safe
  return string_to_array(current_setting('trellis.roles', true), ',') && roles;

-- The database looks up the roles itself: a program's mistake cannot claim one.
create function begin_as_person(person uuid, organisation uuid) returns void
  language plpgsql security definer set search_path = public as $$
declare
  roles text;
begin
  select string_agg(distinct role, ',') into roles from memberships m
    where m.person_id = person and m.organisation_id = organisation and m.until is null;
  perform set_config('trellis.person', person::text, true),
    set_config('trellis.organisation', case when roles is null then '' else organisation::text end, true),
    set_config('trellis.roles', coalesce(roles, ''), true), set_config('trellis.token', '', true);
end $$;

create function begin_as_system(organisation uuid) returns void language sql as $$
  select set_config('trellis.person', '', true), set_config('trellis.organisation', organisation::text, true),
    set_config('trellis.roles', 'system', true), set_config('trellis.token', '', true);
$$;

create function begin_as_visitor(organisation uuid, token text) returns void language sql as $$
  select set_config('trellis.person', '', true), set_config('trellis.organisation', coalesce(organisation::text, ''), true),
    set_config('trellis.roles', 'visitor', true), set_config('trellis.token', coalesce(token, ''), true);
$$;

-- What a sign-in needs before it can speak for anybody: where this person belongs, and with which roles.
create function memberships_of(person uuid)
  returns table (organisation_id uuid, slug text, name text, time_zone text, currency text, roles text[])
  language sql stable security definer set search_path = public as $$
  select o.id, o.slug, o.name, o.time_zone, o.currency, array_agg(m.role order by m.role)
  from memberships m join organisations o on o.id = m.organisation_id
  where m.person_id = person and m.until is null
  group by o.id order by min(m.since), o.name
$$;

-- Jobs work through the organisations one by one.
create function organisation_ids() returns setof uuid
  language sql stable security definer set search_path = public as 'select id from organisations order by id';

-- Whether somebody belongs to the speaker's organisation, without showing the speaker how.
create function is_member(person uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from memberships m where m.person_id = person and m.organisation_id = current_organisation())
$$;

-- These run with the reach of trellis_definer, which the policies below spell out: it may read, and nothing else.
alter function begin_as_person(uuid, uuid) owner to trellis_definer;
alter function memberships_of(uuid) owner to trellis_definer;
alter function organisation_ids() owner to trellis_definer;
alter function is_member(uuid) owner to trellis_definer;
grant select on organisations, memberships to trellis_definer;

alter table organisations enable row level security;
alter table organisations force row level security;
alter table people enable row level security;
alter table people force row level security;
alter table memberships enable row level security;
alter table memberships force row level security;

-- An organisation's name and public face are for everybody; changing them is not.
create policy organisations_read on organisations for select to trellis_app, trellis_definer using (true);
create policy organisations_change on organisations for update to trellis_app
  using (id = current_organisation() and speaks_as('administrator', 'system'))
  with check (id = current_organisation());
create policy organisations_found on organisations for insert to trellis_app with check (speaks_as('system') and id = current_organisation());

create policy memberships_look_up on memberships for select to trellis_definer using (true);
create policy memberships_read on memberships for select to trellis_app using (
  person_id = current_person()
  or (organisation_id = current_organisation() and (role <> 'seeker' or speaks_as('coordinator', 'administrator', 'safeguarding-lead', 'system')))
);
create policy memberships_give on memberships for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('administrator', 'system') or (speaks_as('coordinator') and role in ('supporter', 'seeker'))
    -- Asking for support is open to everybody, and makes nobody anything but a seeker.
    or (speaks_as('visitor') and role = 'seeker')));
create policy memberships_end on memberships for update to trellis_app
  using (organisation_id = current_organisation() and (speaks_as('administrator', 'system') or person_id = current_person()))
  with check (organisation_id = current_organisation() and until is not null);

-- Colleagues see colleagues. A seeker is seen by the few whose work needs it; rooms add policies for caseloads.
create policy people_read_self on people for select to trellis_app using (id = current_person());
create policy people_read_colleagues on people for select to trellis_app using (
  kind = 'staff' and is_member(id));
create policy people_read_seekers on people for select to trellis_app using (
  kind = 'seeker' and speaks_as('coordinator', 'safeguarding-lead', 'system') and is_member(id));
create policy people_add on people for insert to trellis_app with check (
  speaks_as('administrator', 'coordinator', 'system') or (speaks_as('visitor') and kind = 'seeker'));
create policy people_change on people for update to trellis_app
  using (id = current_person() or speaks_as('administrator', 'system'))
  with check (id = current_person() or speaks_as('administrator', 'system'));

grant usage on schema public to trellis_app;
grant select, insert, update on organisations, people, memberships to trellis_app;
