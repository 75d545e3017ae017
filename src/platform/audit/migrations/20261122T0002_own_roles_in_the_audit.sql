-- An entry says as whom its actor acted. The default took that from the transaction, but nothing refused another word:
-- somebody could have entered that they looked as an administrator. Whatever policy lets an entry in, this holds too.
create policy audit_as_they_are on audit_entries as restrictive for insert to trellis_app with check (
  actor_roles = coalesce(current_setting('trellis.roles', true), ''));
