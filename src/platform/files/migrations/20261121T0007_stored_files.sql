-- What people put in: its bytes lie in a folder or an object store, and this row says whose they are and what they hold.

create table stored_files (
  organisation_id uuid not null references organisations,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind ~ '^[a-z-]+$'),
  media_type text not null,
  bytes int not null check (bytes > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  stored_by uuid references people,
  stored_at timestamptz not null,
  primary key (organisation_id, id)
);

alter table stored_files enable row level security;
alter table stored_files force row level security;
-- A file is its giver's; an administrator looks after all of them.
create policy stored_files_read on stored_files for select to trellis_app using (
  organisation_id = current_organisation()
  and (stored_by = current_person() or speaks_as('administrator', 'system')));
create policy stored_files_add on stored_files for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (stored_by = current_person() or (stored_by is null and speaks_as('system'))));
create policy stored_files_forget on stored_files for delete to trellis_app using (
  organisation_id = current_organisation()
  and (stored_by = current_person() or speaks_as('administrator', 'system')));
grant select, insert, delete on stored_files to trellis_app;
