-- A transaction's entries join the chain together: its first entry to come up at commit takes every one that has no link
-- yet, and the head moves once. Moving it once for each entry left as many dead rows of the head behind, and the next move
-- had to walk past them all: an import of 100,000 rows never ended. The hashes are made as before.

-- An entry is in the chain once; and by this a waiting entry is found.
create unique index audit_links_by_entry on audit_links (organisation_id, entry_id);

create or replace function chain_audit_entry() returns trigger
  language plpgsql security definer set search_path = public set enable_seqscan = off as $$
begin
  if not exists (select from audit_links l where l.organisation_id = new.organisation_id and l.entry_id = new.id) then
    perform chain_waiting_audit_entries(new);
  end if;
  return null;
end $$;

-- Whatever this transaction sees without a link is its own: others' entries appear together with their links. Ids sort by
-- time, so its later entries follow the first; one that did not would only join in a pass of its own.
-- The settings keep a generic plan to the two indexes, whatever the statistics say of a table that grew in this transaction.
create function chain_waiting_audit_entries(first audit_entries) returns void
  language plpgsql security definer set search_path = public
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
declare
  head audit_heads;
  entry audit_entries;
begin
  insert into audit_heads values (first.organisation_id, 0, ''::bytea) on conflict do nothing;
  select * into head from audit_heads where organisation_id = first.organisation_id for update;
  for entry in
    select * from audit_entries e where e.organisation_id = first.organisation_id and e.id >= first.id order by e.id
  loop
    continue when exists (
      select from audit_links l where l.organisation_id = entry.organisation_id and l.entry_id = entry.id);
    head.hash := audit_hash(head.hash, entry);
    head.sequence := head.sequence + 1;
    insert into audit_links values (entry.organisation_id, head.sequence, entry.id, head.hash);
  end loop;
  update audit_heads set sequence = head.sequence, hash = head.hash where organisation_id = head.organisation_id;
end $$;
alter function chain_waiting_audit_entries(audit_entries) owner to trellis_definer;
revoke execute on function chain_waiting_audit_entries(audit_entries) from public;
