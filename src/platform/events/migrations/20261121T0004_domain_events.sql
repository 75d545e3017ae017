-- What happened, in the rooms' own words; kept so that a later question can be answered and a subscriber replayed.

create table domain_events (
  organisation_id uuid not null references organisations,
  id uuid not null,
  at timestamptz not null,
  name text not null check (name ~ '^[a-z-]+\.[a-z-]+$'),
  -- Ids and numbers only: never free text about a person.
  payload jsonb not null,
  primary key (organisation_id, id)
);
create index domain_events_by_name on domain_events (organisation_id, name, at);

alter table domain_events enable row level security;
alter table domain_events force row level security;
create policy domain_events_write on domain_events for insert to trellis_app with check (organisation_id = current_organisation());
create policy domain_events_read on domain_events for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('administrator', 'system'));
grant select, insert on domain_events to trellis_app;
