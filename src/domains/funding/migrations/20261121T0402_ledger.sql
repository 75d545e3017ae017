-- The ledger: double-entry, append-only. What went wrong is reversed by a new entry; nothing is ever edited.

create table ledger_accounts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- promised: agreed by donors and not yet received; fund: what the grants entrust to us; cost: what activities cost.
  kind text not null check (kind in ('bank', 'promised', 'fund', 'cost')),
  primary key (organisation_id, id),
  unique (organisation_id, kind),
  unique (organisation_id, id, kind)
);

create table ledger_entries (
  organisation_id uuid not null references organisations,
  id uuid not null,
  grant_id uuid not null,
  -- An entry is in its grant's currency: sums never mix two.
  currency char(3) not null,
  happened_on date not null,
  description text not null check (length(description) between 1 and 500),
  -- How many different people must approve before it counts as paid, by the policy of the day it was posted.
  approvals_needed smallint not null check (approvals_needed in (0, 2)),
  reverses_id uuid,
  reason text check (length(reason) > 0),
  posted_by uuid references people (id),
  posted_at timestamptz not null,
  primary key (organisation_id, id),
  -- An entry can be reversed once.
  unique (organisation_id, reverses_id),
  unique (organisation_id, id, grant_id),
  foreign key (organisation_id, grant_id, currency) references grants (organisation_id, id, currency),
  foreign key (organisation_id, reverses_id, grant_id) references ledger_entries (organisation_id, id, grant_id),
  check ((reverses_id is null) = (reason is null))
);
create index ledger_entries_of_grant on ledger_entries (organisation_id, grant_id, happened_on desc);

create table ledger_postings (
  organisation_id uuid not null references organisations,
  id uuid not null,
  entry_id uuid not null,
  account_id uuid not null,
  account_kind text not null,
  -- A debit is above zero, a credit below.
  amount numeric not null check (amount <> 0 and scale(amount) <= 3),
  grant_id uuid not null,
  line_id uuid,
  -- What the money was spent for: a workshop, a supervision session, an encounter. Its room knows the id.
  activity_kind text check (activity_kind ~ '^[a-z-]+$'),
  activity_id uuid,
  primary key (organisation_id, id),
  foreign key (organisation_id, entry_id, grant_id) references ledger_entries (organisation_id, id, grant_id),
  foreign key (organisation_id, account_id, account_kind) references ledger_accounts (organisation_id, id, kind),
  foreign key (organisation_id, grant_id, line_id) references budget_lines (organisation_id, grant_id, id),
  -- A cost is always on a line and for an activity; nothing else is.
  check ((account_kind = 'cost') = (line_id is not null)),
  check ((account_kind = 'cost') = (activity_kind is not null and activity_id is not null)),
  check ((activity_kind is null) = (activity_id is null))
);
create index ledger_postings_of_entry on ledger_postings (organisation_id, entry_id);
create index ledger_postings_of_line on ledger_postings (organisation_id, line_id) where line_id is not null;
create index ledger_postings_of_activity on ledger_postings (organisation_id, activity_kind, activity_id) where activity_id is not null;

create table entry_approvals (
  organisation_id uuid not null references organisations,
  id uuid not null,
  entry_id uuid not null,
  approved_by uuid not null references people (id),
  approved_at timestamptz not null,
  primary key (organisation_id, id),
  -- Two approvals are two people.
  unique (organisation_id, entry_id, approved_by),
  foreign key (organisation_id, entry_id) references ledger_entries (organisation_id, id)
);

-- A payment that was proposed and will not be made; the money is free again.
create table entry_declines (
  organisation_id uuid not null references organisations,
  entry_id uuid not null,
  declined_by uuid not null references people (id),
  declined_at timestamptz not null,
  reason text not null check (length(reason) between 1 and 500),
  primary key (organisation_id, entry_id),
  foreign key (organisation_id, entry_id) references ledger_entries (organisation_id, id)
);

create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function refuse_change();
create trigger ledger_postings_append_only before update or delete or truncate on ledger_postings
  for each statement execute function refuse_change();
create trigger entry_approvals_append_only before update or delete or truncate on entry_approvals
  for each statement execute function refuse_change();
create trigger entry_declines_append_only before update or delete or truncate on entry_declines
  for each statement execute function refuse_change();

create view ledger_entry_states with (security_invoker = true) as
select e.organisation_id, e.id as entry_id, e.grant_id, a.approvals,
  case when d.entry_id is not null then 'declined'
    when a.approvals < e.approvals_needed then 'proposed'
    else 'posted' end as state,
  r.id as reversed_by_id
from ledger_entries e
cross join lateral (
  select count(*) as approvals from entry_approvals a where a.organisation_id = e.organisation_id and a.entry_id = e.id) a
left join entry_declines d on d.organisation_id = e.organisation_id and d.entry_id = e.id
left join ledger_entries r on r.organisation_id = e.organisation_id and r.reverses_id = e.id;

-- What each line has paid, and what is proposed and therefore no longer free.
create view budget_line_balances with (security_invoker = true) as
select l.organisation_id, l.id as line_id, l.grant_id, l.amount,
  coalesce(sum(p.amount) filter (where s.state = 'posted'), 0) as spent,
  coalesce(sum(p.amount) filter (where s.state = 'proposed'), 0) as proposed
from budget_lines l
left join ledger_postings p on p.organisation_id = l.organisation_id and p.line_id = l.id
left join ledger_entry_states s on s.organisation_id = p.organisation_id and s.entry_id = p.entry_id
group by l.organisation_id, l.id;

-- Taken before asking what is left, and held until the transaction ends: two payments on a line wait for each other.
create function lock_budget_line(line uuid) returns void
  language plpgsql security definer set search_path = public as $$
begin
  perform from budget_lines l where l.organisation_id = current_organisation() and l.id = line for update;
end $$;
alter function lock_budget_line(uuid) owner to trellis_definer;

-- The same for an entry's approvals and its reversal.
create function lock_entry(entry uuid) returns void
  language plpgsql security definer set search_path = public as $$
begin
  perform from ledger_entries e where e.organisation_id = current_organisation() and e.id = entry for update;
end $$;
alter function lock_entry(uuid) owner to trellis_definer;

create function refuse_unbalanced_entry() returns trigger
  language plpgsql security definer set search_path = public as $$
declare
  parts int;
  total numeric;
begin
  select count(*), sum(p.amount) into parts, total from ledger_postings p
    where p.organisation_id = new.organisation_id and p.entry_id = new.id;
  if parts < 2 or total <> 0 then
    raise exception 'the postings of an entry must sum to zero' using errcode = 'check_violation';
  end if;
  if new.reverses_id is not null and exists (
    select from ledger_entry_states s join ledger_entries e on e.organisation_id = s.organisation_id and e.id = s.entry_id
    where s.organisation_id = new.organisation_id and s.entry_id = new.reverses_id
      and (s.state <> 'posted' or e.reverses_id is not null)
  ) then
    raise exception 'only a posted entry can be reversed' using errcode = 'check_violation';
  end if;
  -- A reversal is the mirror of its entry, posting by posting.
  if new.reverses_id is not null and exists (
    select from ledger_postings p where p.organisation_id = new.organisation_id and p.entry_id in (new.id, new.reverses_id)
    group by p.account_id, p.line_id, p.activity_kind, p.activity_id having sum(p.amount) <> 0
  ) then
    raise exception 'a reversal must mirror its entry' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_unbalanced_entry() owner to trellis_definer;
create constraint trigger ledger_entries_balance after insert on ledger_entries
  deferrable initially deferred for each row execute function refuse_unbalanced_entry();

-- An entry is complete in the transaction that made it; a later posting would change it.
create function refuse_unbalanced_posting() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if (select sum(p.amount) from ledger_postings p
      where p.organisation_id = new.organisation_id and p.entry_id = new.entry_id) <> 0 then
    raise exception 'the postings of an entry must sum to zero' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_unbalanced_posting() owner to trellis_definer;
create constraint trigger ledger_postings_balance after insert on ledger_postings
  deferrable initially deferred for each row execute function refuse_unbalanced_posting();

-- Approving or declining is for entries that still wait; two people deciding at once wait for each other.
create function refuse_decision_on_settled_entry() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform lock_entry(new.entry_id);
  if not exists (select from ledger_entry_states s
    where s.organisation_id = new.organisation_id and s.entry_id = new.entry_id and s.state = 'proposed') then
    raise exception 'the entry does not wait for approval' using errcode = 'check_violation';
  end if;
  return new;
end $$;
alter function refuse_decision_on_settled_entry() owner to trellis_definer;
create trigger entry_approvals_while_proposed before insert on entry_approvals
  for each row execute function refuse_decision_on_settled_entry();
create trigger entry_declines_while_proposed before insert on entry_declines
  for each row execute function refuse_decision_on_settled_entry();

-- The database's own word on restricted funds, whatever a program believed: within the period, within the line.
create function refuse_cost_outside_line() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  if new.amount > 0 and exists (
    select from ledger_entries e join grants g on g.organisation_id = e.organisation_id and g.id = e.grant_id
    where e.organisation_id = new.organisation_id and e.id = new.entry_id
      and e.happened_on not between g.starts_on and g.ends_on
  ) then
    raise exception 'the cost is outside the grant''s period' using errcode = 'check_violation';
  end if;
  perform lock_budget_line(new.line_id);
  if exists (
    select from budget_line_balances b where b.organisation_id = new.organisation_id and b.line_id = new.line_id
      and b.spent + b.proposed > b.amount
  ) then
    raise exception 'the cost is more than is left on its line' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_cost_outside_line() owner to trellis_definer;
create constraint trigger ledger_postings_within_line after insert on ledger_postings
  deferrable initially deferred for each row when (new.line_id is not null) execute function refuse_cost_outside_line();

alter table ledger_accounts enable row level security;
alter table ledger_accounts force row level security;
alter table ledger_entries enable row level security;
alter table ledger_entries force row level security;
alter table ledger_postings enable row level security;
alter table ledger_postings force row level security;
alter table entry_approvals enable row level security;
alter table entry_approvals force row level security;
alter table entry_declines enable row level security;
alter table entry_declines force row level security;

create policy ledger_accounts_read on ledger_accounts for select to trellis_app using (organisation_id = current_organisation());
create policy ledger_accounts_open on ledger_accounts for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'coordinator', 'trainer', 'system'));

-- Whoever sees the grant sees its entries: the inner query is under the grant's own policy.
create policy ledger_entries_read on ledger_entries for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from grants g where g.organisation_id = ledger_entries.organisation_id and g.id = ledger_entries.grant_id));
create policy ledger_entries_post on ledger_entries for insert to trellis_app with check (
  organisation_id = current_organisation() and posted_by is not distinct from current_person()
  and (speaks_as('grants-manager', 'system')
    or (speaks_as('administrator') and reverses_id is not null)
    or (speaks_as('coordinator', 'trainer') and reverses_id is null)));

create policy ledger_postings_read on ledger_postings for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from grants g where g.organisation_id = ledger_postings.organisation_id and g.id = ledger_postings.grant_id));
-- Only beside an entry of one's own.
create policy ledger_postings_post on ledger_postings for insert to trellis_app with check (
  organisation_id = current_organisation() and exists (
    select from ledger_entries e where e.organisation_id = ledger_postings.organisation_id
      and e.id = ledger_postings.entry_id and e.posted_by is not distinct from current_person()));

create policy entry_approvals_read on entry_approvals for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from ledger_entries e where e.organisation_id = entry_approvals.organisation_id and e.id = entry_approvals.entry_id));
create policy entry_approvals_give on entry_approvals for insert to trellis_app with check (
  organisation_id = current_organisation() and approved_by = current_person() and speaks_as('grants-manager', 'administrator'));

create policy entry_declines_read on entry_declines for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from ledger_entries e where e.organisation_id = entry_declines.organisation_id and e.id = entry_declines.entry_id));
create policy entry_declines_give on entry_declines for insert to trellis_app with check (
  organisation_id = current_organisation() and declined_by = current_person() and speaks_as('grants-manager', 'administrator'));

create policy ledger_accounts_check on ledger_accounts for select to trellis_definer using (organisation_id = current_organisation());
create policy ledger_entries_check on ledger_entries for all to trellis_definer
  using (organisation_id = current_organisation()) with check (false);
create policy ledger_postings_check on ledger_postings for select to trellis_definer using (organisation_id = current_organisation());
create policy entry_approvals_check on entry_approvals for select to trellis_definer using (organisation_id = current_organisation());
create policy entry_declines_check on entry_declines for select to trellis_definer using (organisation_id = current_organisation());

grant select, insert on ledger_accounts, ledger_entries, ledger_postings, entry_approvals, entry_declines to trellis_app;
grant select on ledger_entry_states, budget_line_balances to trellis_app;
grant select on ledger_accounts, ledger_entries, ledger_postings, entry_approvals, entry_declines to trellis_definer;
grant select on ledger_entry_states, budget_line_balances to trellis_definer;
grant update (id) on ledger_entries to trellis_definer;
