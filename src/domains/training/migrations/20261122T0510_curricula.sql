-- What people learn, and in which order. A version is published whole and never changes; a change is a new version.

create table learning_modules (
  organisation_id uuid not null references organisations,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9-]{1,60}$'),
  primary key (organisation_id, id),
  unique (organisation_id, slug)
);

create table module_versions (
  organisation_id uuid not null references organisations,
  id uuid not null,
  module_id uuid not null,
  number int not null check (number >= 1),
  -- In each language: {"en": "…"}.
  titles jsonb not null check (jsonb_typeof(titles) = 'object' and titles <> '{}'),
  aims jsonb not null check (jsonb_typeof(aims) = 'object'),
  hours numeric not null check (hours > 0 and hours <= 500),
  -- The competencies it serves, as `rubric/item`.
  serves text[] not null,
  reason text not null check (length(reason) between 1 and 500),
  published_by uuid references people (id),
  published_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, module_id, number),
  unique (organisation_id, module_id, id),
  foreign key (organisation_id, module_id) references learning_modules (organisation_id, id)
);

create table learning_paths (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- The work it makes somebody ready for.
  leads_to text not null check (leads_to in ('supporter', 'practitioner', 'supervisor', 'child-safeguarding')),
  primary key (organisation_id, id),
  unique (organisation_id, leads_to)
);

create table path_versions (
  organisation_id uuid not null references organisations,
  id uuid not null,
  path_id uuid not null,
  number int not null check (number >= 1),
  reason text not null check (length(reason) between 1 and 500),
  published_by uuid references people (id),
  published_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, path_id, number),
  foreign key (organisation_id, path_id) references learning_paths (organisation_id, id)
);

create table path_modules (
  organisation_id uuid not null references organisations,
  path_version_id uuid not null,
  position int not null check (position between 1 and 100),
  module_id uuid not null,
  module_version_id uuid not null,
  primary key (organisation_id, path_version_id, position),
  unique (organisation_id, path_version_id, module_id),
  foreign key (organisation_id, path_version_id) references path_versions (organisation_id, id),
  foreign key (organisation_id, module_id, module_version_id) references module_versions (organisation_id, module_id, id)
);

-- What comes first stands first: a circle cannot be written down.
create table path_prerequisites (
  organisation_id uuid not null references organisations,
  path_version_id uuid not null,
  position int not null,
  needs_position int not null,
  primary key (organisation_id, path_version_id, position, needs_position),
  foreign key (organisation_id, path_version_id, position) references path_modules (organisation_id, path_version_id, position),
  foreign key (organisation_id, path_version_id, needs_position) references path_modules (organisation_id, path_version_id, position),
  constraint path_prerequisites_no_circle check (needs_position < position)
);

-- What a workshop teaches, in the order it is taught, and for how long.
create table workshop_modules (
  organisation_id uuid not null references organisations,
  workshop_id uuid not null,
  position int not null check (position between 1 and 20),
  module_id uuid not null,
  hours numeric not null check (hours > 0 and hours <= 200),
  primary key (organisation_id, workshop_id, position),
  unique (organisation_id, workshop_id, module_id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  foreign key (organisation_id, module_id) references learning_modules (organisation_id, id)
);
create index workshop_modules_of_module on workshop_modules (organisation_id, module_id);

do $$
declare name text;
begin
  foreach name in array array['module_versions', 'path_versions', 'path_modules', 'path_prerequisites'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement execute function refuse_change()',
      name || '_append_only', name);
  end loop;
  foreach name in array array['learning_modules', 'module_versions', 'learning_paths', 'path_versions', 'path_modules',
    'path_prerequisites', 'workshop_modules'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I for select to trellis_app using (organisation_id = current_organisation() and sees_workshops())',
      name || '_read', name);
    execute format('create policy %I on %I for insert to trellis_app with check (organisation_id = current_organisation()
      and speaks_as(''coordinator'', ''trainer'', ''system''))', name || '_publish', name);
    execute format('grant select, insert on %I to trellis_app', name);
  end loop;
end $$;
alter policy module_versions_publish on module_versions with check (organisation_id = current_organisation()
  and speaks_as('coordinator', 'trainer', 'system') and published_by is not distinct from current_person());
alter policy path_versions_publish on path_versions with check (organisation_id = current_organisation()
  and speaks_as('coordinator', 'trainer', 'system') and published_by is not distinct from current_person());
create policy workshop_modules_replace on workshop_modules for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system'));
grant delete on workshop_modules to trellis_app;

-- A part added to a version that is already out would change it: parts come in the transaction that publishes it.
create function refuse_part_of_published() returns trigger language plpgsql set search_path = public as $$
begin
  if not exists (select from path_versions v where v.organisation_id = new.organisation_id
    and v.id = new.path_version_id and v.xmin = pg_current_xact_id()::xid) then
    raise exception 'a published path never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger path_modules_published before insert on path_modules for each row execute function refuse_part_of_published();
create trigger path_prerequisites_published before insert on path_prerequisites for each row execute function refuse_part_of_published();
