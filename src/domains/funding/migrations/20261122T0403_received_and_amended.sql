-- Money that came in from a donor, and budget lines that were amended. Both keep their history.

-- What a donor promised and has not paid yet can fall to zero, never below: the next tranche would be somebody else's money.
create index ledger_postings_promised on ledger_postings (organisation_id, grant_id) where account_kind = 'promised';

create function lock_grant(grant_id uuid) returns void
  language plpgsql security definer set search_path = public as $$
begin
  perform from grants g where g.organisation_id = current_organisation() and g.id = lock_grant.grant_id for update;
end $$;
alter function lock_grant(uuid) owner to trellis_definer;

create function refuse_more_than_promised() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if not speaks_as('grants-manager', 'administrator', 'system') then
    raise exception 'money received is recorded by a grants manager' using errcode = 'insufficient_privilege';
  end if;
  perform lock_grant(new.grant_id);
  if (select sum(p.amount) from ledger_postings p where p.organisation_id = new.organisation_id
      and p.grant_id = new.grant_id and p.account_kind = 'promised') < 0 then
    raise exception 'more was received than the donor promised' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_more_than_promised() owner to trellis_definer;
create constraint trigger ledger_postings_within_promise after insert on ledger_postings
  deferrable initially deferred for each row when (new.account_kind = 'promised') execute function refuse_more_than_promised();

-- What a line was before, and why it is not any more.
create table budget_line_amendments (
  organisation_id uuid not null references organisations,
  id uuid not null,
  line_id uuid not null,
  name_before text not null check (length(name_before) between 1 and 200),
  name_after text not null check (length(name_after) between 1 and 200),
  amount_before numeric not null check (amount_before > 0 and scale(amount_before) <= 3),
  amount_after numeric not null check (amount_after > 0 and scale(amount_after) <= 3),
  reason text not null check (length(reason) between 1 and 500),
  amended_by uuid references people (id),
  amended_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, line_id) references budget_lines (organisation_id, id)
);
create index budget_line_amendments_of_line on budget_line_amendments (organisation_id, line_id, amended_at desc);
create trigger budget_line_amendments_append_only before update or delete or truncate on budget_line_amendments
  for each statement execute function refuse_change();

-- A line changes only beside the amendment that says why, and never to less than what is spent or waits for approval.
create function refuse_unexplained_line() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if not exists (
    select from budget_line_amendments a where a.organisation_id = new.organisation_id and a.line_id = new.id
      and a.name_before = old.name and a.name_after = new.name
      and a.amount_before = old.amount and a.amount_after = new.amount
  ) then
    raise exception 'a budget line changes only with a reason' using errcode = 'check_violation';
  end if;
  perform lock_budget_line(new.id);
  if exists (
    select from budget_line_balances b where b.organisation_id = new.organisation_id and b.line_id = new.id
      and b.spent + b.proposed > b.amount
  ) then
    raise exception 'the line would be less than what is spent' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_unexplained_line() owner to trellis_definer;
create constraint trigger budget_lines_explained after update on budget_lines
  deferrable initially deferred for each row when (new.name <> old.name or new.amount <> old.amount)
  execute function refuse_unexplained_line();

alter table budget_line_amendments enable row level security;
alter table budget_line_amendments force row level security;

-- Whoever sees the line sees how it came to be: the inner query is under the line's own policy.
create policy budget_line_amendments_read on budget_line_amendments for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from budget_lines l where l.organisation_id = budget_line_amendments.organisation_id
      and l.id = budget_line_amendments.line_id));
create policy budget_line_amendments_record on budget_line_amendments for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'system')
  and amended_by is not distinct from current_person());
create policy budget_lines_amend on budget_lines for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('grants-manager', 'system'))
  with check (organisation_id = current_organisation() and speaks_as('grants-manager', 'system'));
create policy budget_line_amendments_check on budget_line_amendments for select to trellis_definer
  using (organisation_id = current_organisation());

grant select, insert on budget_line_amendments to trellis_app;
grant update (name, amount) on budget_lines to trellis_app;
grant select on budget_line_amendments to trellis_definer;
