-- An import is seen by those who may import its kind, and by nobody else: not by everybody who may import something. Who
-- that is, the program says when it takes the file in; and nobody can open an import to more than they hold themselves.

-- Those taken in before stay as open as they were.
alter table imports add column open_to text[] not null default array['administrator', 'coordinator', 'planner'];
alter table imports alter column open_to drop default;

drop policy imports_read on imports;
create policy imports_read on imports for select to trellis_app using (
  organisation_id = current_organisation() and (speaks_as('system') or speaks_as(variadic open_to)));
drop policy imports_add on imports;
create policy imports_add on imports for insert to trellis_app with check (
  organisation_id = current_organisation() and received_by = current_person() and speaks_as(variadic open_to)
  and open_to <@ array['administrator', 'coordinator', 'planner', 'trainer']);

-- Everything about an import follows it. The list of imports is short, so it is looked up once for each statement.
do $$
declare
  name text;
begin
  foreach name in array array['import_checks', 'import_problems', 'import_runs', 'import_things', 'import_undos'] loop
    execute format('drop policy %I on %I', name || '_read', name);
    execute format($policy$create policy %I on %I for select to trellis_app using (
      organisation_id = current_organisation() and import_id in (select i.id from imports i))$policy$, name || '_read', name);
    execute format('drop policy %I on %I', name || '_add', name);
    execute format($policy$create policy %I on %I for insert to trellis_app with check (
      organisation_id = current_organisation() and import_id in (select i.id from imports i))$policy$, name || '_add', name);
  end loop;
  foreach name in array array['import_checks', 'import_runs'] loop
    execute format('drop policy %I on %I', name || '_change', name);
    execute format($policy$create policy %I on %I for update to trellis_app
      using (organisation_id = current_organisation() and import_id in (select i.id from imports i))
      with check (organisation_id = current_organisation())$policy$, name || '_change', name);
  end loop;
  foreach name in array array['import_checks', 'import_problems', 'import_things'] loop
    execute format('drop policy %I on %I', name || '_forget', name);
    execute format($policy$create policy %I on %I for delete to trellis_app using (
      organisation_id = current_organisation() and import_id in (select i.id from imports i))$policy$, name || '_forget', name);
  end loop;
end $$;

-- What columns are called says nothing about anybody.
drop policy import_headers_read on import_headers;
create policy import_headers_read on import_headers for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'planner', 'trainer', 'system'));
drop policy import_headers_add on import_headers;
create policy import_headers_add on import_headers for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'planner', 'trainer', 'system'));
drop policy import_headers_change on import_headers;
create policy import_headers_change on import_headers for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('administrator', 'coordinator', 'planner', 'trainer', 'system'))
  with check (organisation_id = current_organisation());

-- A colleague goes on where another began: the file is theirs too, to read and, once its rows are in, to forget.
create index imports_by_file on imports (organisation_id, file_id);
create policy stored_files_read_import on stored_files for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from imports i where i.organisation_id = stored_files.organisation_id and i.file_id = stored_files.id));
create policy stored_files_forget_import on stored_files for delete to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from imports i where i.organisation_id = stored_files.organisation_id and i.file_id = stored_files.id));
