-- One data key a person, wrapped by the installation's master key. Destroying the wrapped key erases every
-- sealed text about that person, in backups too.

create table person_keys (
  person_id uuid primary key references people,
  wrapped bytea,
  -- Which master key wraps it; rotation re-wraps row by row.
  master_version int not null default 1,
  made_at timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);

alter table person_keys enable row level security;
alter table person_keys force row level security;
create policy person_keys_read on person_keys for select to trellis_app using (person_id = current_person() or is_member(person_id));
create policy person_keys_make on person_keys for insert to trellis_app with check (person_id = current_person() or is_member(person_id));
create policy person_keys_change on person_keys for update to trellis_app
  using (person_id = current_person() or speaks_as('system', 'safeguarding-lead'))
  with check (person_id = current_person() or speaks_as('system', 'safeguarding-lead'));
grant select, insert, update on person_keys to trellis_app;
