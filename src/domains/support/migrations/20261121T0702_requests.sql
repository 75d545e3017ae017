-- Somebody asks for support. There is no urgency and no score here: a worry about safety is a concern, and has its own room.

create table support_requests (
  organisation_id uuid not null references organisations,
  id uuid not null,
  seeker_id uuid not null references people,
  at timestamptz not null,
  -- Told before anything was shared.
  limits_accepted_at timestamptz not null check (limits_accepted_at <= at),
  languages text[] not null check (cardinality(languages) between 1 and 20),
  topics text[] not null default '{}',
  setting text check (setting in ('in-person', 'phone', 'chat', 'group')),
  minor boolean not null,
  preferred_gender text check (preferred_gender in ('woman', 'man', 'other')),
  preferred_age_band text check (preferred_age_band in ('18-29', '30-49', '50-plus')),
  -- Who picks the supporter: the seeker from those who may, or the coordinator.
  wants text not null check (wants in ('choose', 'coordinator')),
  primary key (organisation_id, id)
);
create index support_requests_of_seeker on support_requests (organisation_id, seeker_id, at desc);
create trigger support_requests_no_delete before delete or truncate on support_requests
  for each statement execute function refuse_change();

create table request_withdrawals (
  organisation_id uuid not null references organisations,
  request_id uuid not null,
  at timestamptz not null,
  by uuid references people,
  primary key (organisation_id, request_id),
  foreign key (organisation_id, request_id) references support_requests
);

create table seeker_blocks (
  organisation_id uuid not null references organisations,
  id uuid not null,
  seeker_id uuid not null references people,
  supporter_id uuid not null references people,
  at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, seeker_id, supporter_id)
);

-- What would make a match unfair or unsafe: they share a home, a workplace, or one manages the other.
create table conflicts_of_interest (
  organisation_id uuid not null references organisations,
  id uuid not null,
  seeker_id uuid not null references people,
  supporter_id uuid not null references people,
  kind text not null check (kind in ('same-household', 'same-workplace', 'line-management')),
  at timestamptz not null,
  declared_by uuid references people,
  primary key (organisation_id, id),
  unique (organisation_id, seeker_id, supporter_id, kind)
);

alter table support_requests enable row level security;
alter table support_requests force row level security;
alter table request_withdrawals enable row level security;
alter table request_withdrawals force row level security;
alter table seeker_blocks enable row level security;
alter table seeker_blocks force row level security;
alter table conflicts_of_interest enable row level security;
alter table conflicts_of_interest force row level security;

create policy support_requests_read on support_requests for select to trellis_app using (
  organisation_id = current_organisation() and (seeker_id = current_person() or speaks_as('coordinator', 'system')));
create policy support_requests_ask on support_requests for insert to trellis_app with check (
  organisation_id = current_organisation() and (seeker_id = current_person() or speaks_as('coordinator', 'system')));
-- Only who picks may change: see the column grant below.
create policy support_requests_hand_over on support_requests for update to trellis_app
  using (organisation_id = current_organisation() and seeker_id = current_person())
  with check (organisation_id = current_organisation() and seeker_id = current_person());

create policy request_withdrawals_read on request_withdrawals for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from support_requests r where r.organisation_id = request_withdrawals.organisation_id and r.id = request_id));
create policy request_withdrawals_write on request_withdrawals for insert to trellis_app with check (
  organisation_id = current_organisation() and by is not distinct from current_person()
  and exists (select from support_requests r where r.organisation_id = request_withdrawals.organisation_id and r.id = request_id));

-- A supporter never learns who blocked them.
create policy seeker_blocks_read on seeker_blocks for select to trellis_app using (
  organisation_id = current_organisation() and (seeker_id = current_person() or speaks_as('coordinator', 'system')));
create policy seeker_blocks_write on seeker_blocks for insert to trellis_app with check (
  organisation_id = current_organisation() and seeker_id = current_person());

create policy conflicts_of_interest_read on conflicts_of_interest for select to trellis_app using (
  organisation_id = current_organisation()
  and (seeker_id = current_person() or declared_by = current_person() or speaks_as('coordinator', 'system')));
create policy conflicts_of_interest_declare on conflicts_of_interest for insert to trellis_app with check (
  organisation_id = current_organisation() and declared_by is not distinct from current_person()
  and (current_person() in (seeker_id, supporter_id) or speaks_as('coordinator', 'system')));

grant select, insert on support_requests, request_withdrawals, seeker_blocks, conflicts_of_interest to trellis_app;
grant update (wants) on support_requests to trellis_app;
