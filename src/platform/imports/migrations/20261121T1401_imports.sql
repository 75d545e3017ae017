-- A spreadsheet on its way in: received, checked, applied as a whole or not at all, and perhaps taken back.

create table imports (
  organisation_id uuid not null references organisations,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z-]+$'),
  file_id uuid not null,
  file_name text not null check (length(file_name) between 1 and 200),
  -- The language whose habits decide what is ambiguous, and in which problems are told.
  language text not null check (language in ('en', 'fr', 'es', 'sw', 'ar')),
  received_by uuid not null references people,
  received_at timestamptz not null,
  primary key (organisation_id, id)
);
create index imports_by_time on imports (organisation_id, received_at desc);

-- The last check is the one that counts; a new answer to "which column is which" replaces it.
create table import_checks (
  organisation_id uuid not null,
  import_id uuid not null,
  -- For each column of the file, the key of ours, or null.
  mapping jsonb not null,
  day_first boolean not null,
  rows_found int not null check (rows_found >= 0),
  rows_ready int not null check (rows_ready between 0 and rows_found),
  errors int not null check (errors >= 0),
  duplicates int not null check (duplicates >= 0),
  notes int not null check (notes >= 0),
  -- The first rows as they were read; forgotten when the import is over.
  preview jsonb not null,
  checked_at timestamptz not null,
  primary key (organisation_id, import_id),
  foreign key (organisation_id, import_id) references imports
);

create table import_problems (
  organisation_id uuid not null,
  import_id uuid not null,
  number int not null,
  row_number int not null,
  weight text not null check (weight in ('error', 'duplicate', 'note')),
  column_label text,
  value text not null,
  why text not null,
  primary key (organisation_id, import_id, number),
  foreign key (organisation_id, import_id) references imports
);

-- Somebody said "import this". Its outcome is written in the transaction that wrote the rows.
create table import_runs (
  organisation_id uuid not null,
  import_id uuid not null,
  asked_by uuid not null references people,
  asked_at timestamptz not null,
  done int not null default 0,
  total int not null check (total >= 0),
  outcome text check (outcome in ('applied', 'refused', 'failed')),
  ended_at timestamptz,
  primary key (organisation_id, import_id),
  foreign key (organisation_id, import_id) references imports,
  check ((outcome is null) = (ended_at is null))
);

-- What an import made, so that the whole of it can be taken back.
create table import_things (
  organisation_id uuid not null,
  import_id uuid not null,
  thing_kind text not null,
  thing_id uuid not null,
  primary key (organisation_id, import_id, thing_kind, thing_id),
  foreign key (organisation_id, import_id) references imports
);

create table import_undos (
  organisation_id uuid not null,
  import_id uuid not null,
  by_person uuid not null references people,
  at timestamptz not null,
  primary key (organisation_id, import_id),
  foreign key (organisation_id, import_id) references imports
);

-- What an organisation calls our columns; the next file with the same headers is matched by itself.
create table import_headers (
  organisation_id uuid not null references organisations,
  kind text not null,
  header text not null check (length(header) between 1 and 200),
  -- Null: this header is left out.
  column_key text,
  primary key (organisation_id, kind, header)
);

do $$
declare
  name text;
begin
  foreach name in array array['imports', 'import_checks', 'import_problems', 'import_runs', 'import_things', 'import_undos', 'import_headers'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy %I on %I for select to trellis_app using (
      organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'planner', 'system'))$policy$, name || '_read', name);
    execute format($policy$create policy %I on %I for insert to trellis_app with check (
      organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'planner', 'system'))$policy$, name || '_add', name);
    execute format('grant select, insert on %I to trellis_app', name);
  end loop;
  foreach name in array array['import_checks', 'import_runs', 'import_headers'] loop
    execute format($policy$create policy %I on %I for update to trellis_app
      using (organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'planner', 'system'))
      with check (organisation_id = current_organisation())$policy$, name || '_change', name);
    execute format('grant update on %I to trellis_app', name);
  end loop;
  -- What a file said is kept no longer than the import needs it.
  foreach name in array array['import_checks', 'import_problems', 'import_things'] loop
    execute format($policy$create policy %I on %I for delete to trellis_app using (
      organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'planner', 'system'))$policy$, name || '_forget', name);
    execute format('grant delete on %I to trellis_app', name);
  end loop;
end $$;
