-- Where people live, and where they can be helped. Need and supply are counted by place.

create table places (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- The code of the administrative area in its country's list (OCHA's common operational datasets), or the organisation's own.
  p_code text not null check (length(p_code) between 1 and 40),
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('area', 'service-point')),
  -- 0 is the country, 1 its first division, and so on; a service point is one below its area.
  level smallint not null check (level between 0 and 9),
  parent_id uuid,
  population int check (population >= 0),
  population_year smallint check (population_year between 1900 and 2200),
  -- GeoJSON, simplified; longitude before latitude, as RFC 7946 says.
  boundary jsonb check (boundary ->> 'type' in ('Polygon', 'MultiPolygon')),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  primary key (organisation_id, id),
  unique (organisation_id, p_code),
  foreign key (organisation_id, parent_id) references places (organisation_id, id),
  check (parent_id <> id),
  check ((latitude is null) = (longitude is null))
);
create index places_by_parent on places (organisation_id, parent_id, name);

alter table places enable row level security;
alter table places force row level security;
create policy places_read on places for select to trellis_app using (organisation_id = current_organisation());
create policy places_add on places for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('administrator', 'planner', 'coordinator', 'system'));
create policy places_change on places for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('administrator', 'planner', 'coordinator', 'system'))
  with check (organisation_id = current_organisation());
create policy places_remove on places for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('administrator', 'planner', 'coordinator', 'system'));
grant select, insert, update, delete on places to trellis_app;
