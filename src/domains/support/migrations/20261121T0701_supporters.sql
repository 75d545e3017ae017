-- What the matching may know of those who give support, what they may carry, and when they may take nobody on.

-- Versioned: the newest row whose day has come holds. Where there is none, the defaults of policy.ts hold.
create table support_policies (
  organisation_id uuid not null references organisations,
  id uuid not null,
  effective_on date not null,
  peer_caseload_max int not null check (peer_caseload_max between 1 and 100),
  lay_worker_caseload_max int not null check (lay_worker_caseload_max between 1 and 100),
  weekly_hours_max numeric(4, 1) not null check (weekly_hours_max between 1 and 60),
  source text not null check (source <> ''),
  reason text not null check (reason <> ''),
  set_by uuid references people,
  set_at timestamptz not null,
  primary key (organisation_id, id)
);
create trigger support_policies_append_only before update or delete or truncate on support_policies
  for each statement execute function refuse_change();

-- Gender and age band are here, not taken from the person's record: a supporter shows seekers what they choose to show.
create table supporter_profiles (
  organisation_id uuid not null references organisations,
  supporter_id uuid not null references people,
  work text not null check (work in ('peer', 'lay-worker')),
  introduction text not null default '' check (length(introduction) <= 1000),
  gender text check (gender in ('woman', 'man', 'other')),
  age_band text check (age_band in ('18-29', '30-49', '50-plus')),
  topics text[] not null default '{}',
  settings text[] not null default '{}',
  -- Their own limits; the organisation's policy caps both.
  places_max int check (places_max between 0 and 100),
  weekly_hours_max numeric(4, 1) check (weekly_hours_max between 0 and 60),
  accepts_minors boolean not null default false,
  changed_at timestamptz not null,
  primary key (organisation_id, supporter_id)
);

-- A time in which a supporter takes nobody on: by their own wish, suspended, or while an incident is looked into.
create table supporter_pauses (
  organisation_id uuid not null references organisations,
  id uuid not null,
  supporter_id uuid not null references people,
  kind text not null check (kind in ('own-wish', 'suspension', 'incident')),
  at timestamptz not null,
  by uuid references people,
  reason text not null default '',
  lifted_at timestamptz check (lifted_at >= at),
  lifted_by uuid references people,
  primary key (organisation_id, id),
  check (kind = 'own-wish' or reason <> ''),
  check (lifted_by is null or lifted_at is not null)
);
create unique index supporter_pauses_open on supporter_pauses (organisation_id, supporter_id, kind) where lifted_at is null;

alter table support_policies enable row level security;
alter table support_policies force row level security;
alter table supporter_profiles enable row level security;
alter table supporter_profiles force row level security;
alter table supporter_pauses enable row level security;
alter table supporter_pauses force row level security;

create policy support_policies_read on support_policies for select to trellis_app using (
  organisation_id = current_organisation() and not speaks_as('visitor'));
create policy support_policies_set on support_policies for insert to trellis_app with check (
  organisation_id = current_organisation() and set_by is not distinct from current_person()
  and speaks_as('coordinator', 'administrator', 'system'));

-- Seekers choose from these, so whoever belongs to the organisation may read them.
create policy supporter_profiles_read on supporter_profiles for select to trellis_app using (
  organisation_id = current_organisation() and not speaks_as('visitor'));
create policy supporter_profiles_write on supporter_profiles for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (supporter_id = current_person() or speaks_as('coordinator', 'administrator', 'system')));
create policy supporter_profiles_change on supporter_profiles for update to trellis_app
  using (organisation_id = current_organisation() and (supporter_id = current_person() or speaks_as('coordinator', 'administrator', 'system')))
  with check (organisation_id = current_organisation() and (supporter_id = current_person() or speaks_as('coordinator', 'administrator', 'system')));

create policy supporter_pauses_read on supporter_pauses for select to trellis_app using (
  organisation_id = current_organisation()
  and (supporter_id = current_person() or speaks_as('coordinator', 'supervisor', 'safeguarding-lead', 'system')));
create policy supporter_pauses_begin on supporter_pauses for insert to trellis_app with check (
  organisation_id = current_organisation() and by is not distinct from current_person()
  and ((supporter_id = current_person() and kind = 'own-wish')
    or (supporter_id is distinct from current_person() and speaks_as('coordinator', 'supervisor', 'safeguarding-lead', 'system'))));
-- Nobody lifts their own suspension.
create policy supporter_pauses_lift on supporter_pauses for update to trellis_app
  using (organisation_id = current_organisation() and lifted_at is null
    and ((supporter_id = current_person() and kind = 'own-wish')
      or (supporter_id is distinct from current_person() and speaks_as('coordinator', 'supervisor', 'safeguarding-lead', 'system'))))
  with check (organisation_id = current_organisation() and lifted_at is not null and lifted_by is not distinct from current_person());

grant select, insert on support_policies to trellis_app;
grant select, insert, update on supporter_profiles to trellis_app;
grant select, insert on supporter_pauses to trellis_app;
grant update (lifted_at, lifted_by) on supporter_pauses to trellis_app;
