-- Who pays for a workshop can be set, or changed, after it was planned: with a reason, and as long as nothing was charged.
create table workshop_line_changes (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  -- Without one, nothing could be charged until then.
  line_before uuid,
  line_after uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  foreign key (organisation_id, line_before) references budget_lines (organisation_id, id),
  foreign key (organisation_id, line_after) references budget_lines (organisation_id, id),
  check (line_before is distinct from line_after)
);
create index workshop_line_changes_of_workshop on workshop_line_changes (organisation_id, workshop_id, changed_at desc);
create trigger workshop_line_changes_append_only before update or delete or truncate on workshop_line_changes
  for each statement execute function refuse_change();

-- Whether money was charged, or waits for approval; what was declined or reversed was not. Whoever plans need not see entries.
create function workshop_is_charged(workshop uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from ledger_postings p
    join ledger_entries e on e.organisation_id = p.organisation_id and e.id = p.entry_id
    join ledger_entry_states s on s.organisation_id = p.organisation_id and s.entry_id = p.entry_id
    where p.organisation_id = current_organisation() and p.activity_kind = 'workshop' and p.activity_id = workshop
      and e.reverses_id is null and s.state <> 'declined' and s.reversed_by_id is null)
$$;
alter function workshop_is_charged(uuid) owner to trellis_definer;

-- The database's own word: money stays on the line it was charged to.
create function refuse_line_of_charged_workshop() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform lock_workshop(new.id);
  if workshop_is_charged(new.id) then
    raise exception 'money was charged to the line of this workshop' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_line_of_charged_workshop() owner to trellis_definer;
create trigger workshops_line_charged after update on workshops
  for each row when (new.line_id is distinct from old.line_id) execute function refuse_line_of_charged_workshop();

alter table workshop_line_changes enable row level security;
alter table workshop_line_changes force row level security;
create policy workshop_line_changes_read on workshop_line_changes for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_line_changes_keep on workshop_line_changes for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system')
  and changed_by is not distinct from current_person());
grant select, insert on workshop_line_changes to trellis_app;
grant update (line_id) on workshops to trellis_app;
