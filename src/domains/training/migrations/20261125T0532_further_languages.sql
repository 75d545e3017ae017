-- A workshop is often held in more than one language: the one it is mostly held in, and those somebody interprets into.
alter table workshops add column also_in text[] not null default '{}'
  check (array_position(also_in, null) is null and array_to_string(also_in, ' ') ~ '^([a-z]{2,3}( [a-z]{2,3})*)?$');
