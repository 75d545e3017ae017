-- A grant that a donor raised, cut or extended, and a line that came later: what was before is kept, with the reason.

create table grant_amendments (
  organisation_id uuid not null references organisations,
  id uuid not null,
  grant_id uuid not null,
  total_before numeric not null check (total_before > 0 and scale(total_before) <= 3),
  total_after numeric not null check (total_after > 0 and scale(total_after) <= 3),
  ends_on_before date not null,
  ends_on_after date not null,
  reason text not null check (length(reason) between 1 and 500),
  amended_by uuid references people (id),
  amended_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, grant_id) references grants (organisation_id, id)
);
create index grant_amendments_of_grant on grant_amendments (organisation_id, grant_id, amended_at desc);
create trigger grant_amendments_append_only before update or delete or truncate on grant_amendments
  for each statement execute function refuse_change();

-- Why there is a line that was not in the grant as it was first recorded.
create table budget_line_additions (
  organisation_id uuid not null references organisations,
  line_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  added_by uuid references people (id),
  added_at timestamptz not null,
  primary key (organisation_id, line_id),
  foreign key (organisation_id, line_id) references budget_lines (organisation_id, id)
);
create trigger budget_line_additions_append_only before update or delete or truncate on budget_line_additions
  for each statement execute function refuse_change();

-- A grant changes only beside the amendment that says why: never to less than its lines, whose own floor is what is spent,
-- and never to end before what it has paid for. Below what was received the promise itself refuses.
create function refuse_unexplained_grant() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if not exists (
    select from grant_amendments a where a.organisation_id = new.organisation_id and a.grant_id = new.id
      and a.total_before = old.total and a.total_after = new.total
      and a.ends_on_before = old.ends_on and a.ends_on_after = new.ends_on
  ) then
    raise exception 'a grant changes only with a reason' using errcode = 'check_violation';
  end if;
  perform lock_grant(new.id);
  if (select sum(l.amount) from budget_lines l where l.organisation_id = new.organisation_id and l.grant_id = new.id) > new.total then
    raise exception 'the grant would be less than its lines' using errcode = 'check_violation';
  end if;
  if exists (
    select from ledger_entries e join ledger_entry_states s on s.organisation_id = e.organisation_id and s.entry_id = e.id
    join ledger_postings p on p.organisation_id = e.organisation_id and p.entry_id = e.id and p.account_kind = 'cost' and p.amount > 0
    where e.organisation_id = new.organisation_id and e.grant_id = new.id and e.happened_on > new.ends_on
      and s.state <> 'declined' and s.reversed_by_id is null
  ) then
    raise exception 'the grant would end before what it paid for' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_unexplained_grant() owner to trellis_definer;
create constraint trigger grants_explained after update on grants
  deferrable initially deferred for each row when (new.total <> old.total or new.ends_on <> old.ends_on)
  execute function refuse_unexplained_grant();

alter table grant_amendments enable row level security;
alter table grant_amendments force row level security;
alter table budget_line_additions enable row level security;
alter table budget_line_additions force row level security;

-- Whoever sees the grant, or the line, sees how it came to be: the inner query is under its own policy.
create policy grant_amendments_read on grant_amendments for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from grants g where g.organisation_id = grant_amendments.organisation_id and g.id = grant_amendments.grant_id));
create policy grant_amendments_record on grant_amendments for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'system')
  and amended_by is not distinct from current_person());
create policy budget_line_additions_read on budget_line_additions for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from budget_lines l where l.organisation_id = budget_line_additions.organisation_id
      and l.id = budget_line_additions.line_id));
create policy budget_line_additions_record on budget_line_additions for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'system')
  and added_by is not distinct from current_person());
create policy grants_amend on grants for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('grants-manager', 'system'))
  with check (organisation_id = current_organisation() and speaks_as('grants-manager', 'system'));
create policy grant_amendments_check on grant_amendments for select to trellis_definer
  using (organisation_id = current_organisation());

grant select, insert on grant_amendments, budget_line_additions to trellis_app;
grant update (total, ends_on) on grants to trellis_app;
grant select on grant_amendments to trellis_definer;
