-- Who did, or saw, what of whose. Append-only, and chained per organisation so that a missing or altered entry shows.

create table audit_entries (
  organisation_id uuid not null references organisations,
  id uuid not null,
  at timestamptz not null,
  -- Taken from the transaction, never from the caller. Null for a job or a visitor.
  actor_id uuid default current_person(),
  actor_roles text not null default coalesce(current_setting('trellis.roles', true), ''),
  -- Whose record it is: they may see this entry.
  subject_id uuid,
  action text not null check (action ~ '^[a-z-]+\.[a-z-]+$'),
  thing_kind text,
  thing_id uuid,
  reason text,
  primary key (organisation_id, id)
);
create index audit_entries_by_subject on audit_entries (organisation_id, subject_id, at desc) where subject_id is not null;
create index audit_entries_by_time on audit_entries (organisation_id, at desc);

create table audit_links (
  organisation_id uuid not null,
  sequence bigint not null,
  entry_id uuid not null,
  hash bytea not null,
  primary key (organisation_id, sequence),
  foreign key (organisation_id, entry_id) references audit_entries (organisation_id, id)
);
-- The newest link, kept apart so that cutting off the end of the chain shows too.
create table audit_heads (
  organisation_id uuid primary key references organisations,
  sequence bigint not null,
  hash bytea not null
);

create function audit_hash(previous bytea, entry audit_entries) returns bytea language sql immutable as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(jsonb_build_array(
    entry.organisation_id, entry.id, extract(epoch from entry.at), entry.actor_id, entry.actor_roles, entry.subject_id,
    entry.action, entry.thing_kind, entry.thing_id, entry.reason)::text, 'UTF8'))
$$;

-- Runs as the transaction commits, so that the organisation's chain is locked only for that moment.
create function chain_audit_entry() returns trigger
  language plpgsql security definer set search_path = public as $$
declare
  head audit_heads;
begin
  insert into audit_heads values (new.organisation_id, 0, ''::bytea) on conflict do nothing;
  select * into head from audit_heads where organisation_id = new.organisation_id for update;
  head.hash := audit_hash(head.hash, new);
  head.sequence := head.sequence + 1;
  update audit_heads set sequence = head.sequence, hash = head.hash where organisation_id = new.organisation_id;
  insert into audit_links values (new.organisation_id, head.sequence, new.id, head.hash);
  return null;
end $$;
alter function chain_audit_entry() owner to trellis_definer;

create constraint trigger audit_entries_chain after insert on audit_entries
  deferrable initially deferred for each row execute function chain_audit_entry();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entries_append_only before update or delete or truncate on audit_entries
  for each statement execute function refuse_change();
create trigger audit_links_append_only before update or delete or truncate on audit_links
  for each statement execute function refuse_change();

-- The first sequence at which the chain does not hold, or null; run by `bin/trellis audit verify`.
create function first_broken_link(organisation uuid) returns table (sequence bigint, why text)
  language plpgsql stable security definer set search_path = public as $$
declare
  link record;
  previous bytea := ''::bytea;
  expected bigint := 0;
  head audit_heads;
  unlinked uuid;
begin
  for link in
    select l.sequence, l.hash, e from audit_links l
    join audit_entries e on e.organisation_id = l.organisation_id and e.id = l.entry_id
    where l.organisation_id = organisation order by l.sequence
  loop
    expected := expected + 1;
    if link.sequence <> expected then
      return query select expected, 'a link is missing'; return;
    end if;
    if link.hash <> audit_hash(previous, link.e) then
      return query select link.sequence, 'the entry was altered'; return;
    end if;
    previous := link.hash;
  end loop;
  select * into head from audit_heads h where h.organisation_id = organisation;
  if found and (head.sequence <> expected or head.hash <> previous) then
    return query select expected + 1, 'the end of the chain is missing'; return;
  end if;
  select e.id into unlinked from audit_entries e where e.organisation_id = organisation
    and not exists (select from audit_links l where l.organisation_id = e.organisation_id and l.entry_id = e.id) limit 1;
  if found then
    return query select expected + 1, 'an entry is not in the chain';
  end if;
end $$;
alter function first_broken_link(uuid) owner to trellis_definer;

alter table audit_entries enable row level security;
alter table audit_entries force row level security;
alter table audit_links enable row level security;
alter table audit_links force row level security;
alter table audit_heads enable row level security;
alter table audit_heads force row level security;

create policy audit_write on audit_entries for insert to trellis_app with check (
  organisation_id = current_organisation() and actor_id is not distinct from current_person());
create policy audit_read on audit_entries for select to trellis_app using (
  organisation_id = current_organisation()
  and (subject_id = current_person() or speaks_as('administrator', 'safeguarding-lead', 'system')));
create policy audit_chain_entries on audit_entries for select to trellis_definer using (true);
create policy audit_chain_links on audit_links for all to trellis_definer using (true) with check (true);
create policy audit_chain_heads on audit_heads for all to trellis_definer using (true) with check (true);

grant select, insert on audit_entries to trellis_app;
grant select on audit_entries to trellis_definer;
grant select, insert on audit_links to trellis_definer;
grant select, insert, update on audit_heads to trellis_definer;
