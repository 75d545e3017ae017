-- Who gives, what for, and how it is divided. A grant is a restricted fund: one purpose, one period, one currency.

create table donors (
  organisation_id uuid not null references organisations,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  recorded_at timestamptz not null,
  primary key (organisation_id, id)
);
create unique index donors_by_name on donors (organisation_id, lower(name));

-- Which donor a person with the role 'donor' speaks for; they see that donor's grants and no others.
create table donor_members (
  organisation_id uuid not null references organisations,
  id uuid not null,
  donor_id uuid not null,
  person_id uuid not null references people (id),
  since timestamptz not null,
  until timestamptz check (until >= since),
  primary key (organisation_id, id),
  foreign key (organisation_id, donor_id) references donors (organisation_id, id)
);
create unique index donor_members_current on donor_members (organisation_id, donor_id, person_id) where until is null;
create index donor_members_of_person on donor_members (organisation_id, person_id) where until is null;

create table grants (
  organisation_id uuid not null references organisations,
  id uuid not null,
  donor_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  purpose text not null check (length(purpose) between 1 and 4000),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  total numeric not null check (total > 0 and scale(total) <= 3),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  recorded_by uuid references people (id),
  recorded_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, id, currency),
  foreign key (organisation_id, donor_id) references donors (organisation_id, id)
);
create index grants_of_donor on grants (organisation_id, donor_id);

create table budget_lines (
  organisation_id uuid not null references organisations,
  id uuid not null,
  grant_id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null check (length(name) between 1 and 200),
  amount numeric not null check (amount > 0 and scale(amount) <= 3),
  primary key (organisation_id, id),
  unique (organisation_id, grant_id, id),
  unique (organisation_id, grant_id, code),
  foreign key (organisation_id, grant_id) references grants (organisation_id, id)
);

-- Lines may promise less than the grant, never more. The grant is locked so that two new lines cannot pass each other.
create function refuse_more_than_the_grant() returns trigger
  language plpgsql security definer set search_path = public as $$
declare
  promised numeric;
  available numeric;
begin
  select total into available from grants g
    where g.organisation_id = new.organisation_id and g.id = new.grant_id for update;
  select sum(amount) into promised from budget_lines l
    where l.organisation_id = new.organisation_id and l.grant_id = new.grant_id;
  if promised > available then
    raise exception 'the budget lines come to more than the grant' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_more_than_the_grant() owner to trellis_definer;
create constraint trigger budget_lines_within_grant after insert or update on budget_lines
  deferrable initially deferred for each row execute function refuse_more_than_the_grant();

-- What the organisation itself decided about payments: a new row replaces the last one from its day on.
create table payment_policies (
  organisation_id uuid not null references organisations,
  id uuid not null,
  two_approvers_above numeric not null check (two_approvers_above >= 0),
  effective_from date not null,
  source text not null check (length(source) > 0),
  reason text not null check (length(reason) > 0),
  set_by uuid references people (id),
  set_at timestamptz not null,
  primary key (organisation_id, id)
);
create index payment_policies_in_force on payment_policies (organisation_id, effective_from desc, set_at desc);
create trigger payment_policies_append_only before update or delete or truncate on payment_policies
  for each statement execute function refuse_change();

-- The colleagues whose work needs the organisation's money in view; a donor sees their own grants only.
create function sees_all_money() returns boolean language sql stable parallel safe
  return speaks_as('grants-manager', 'administrator', 'coordinator', 'trainer', 'planner', 'supervisor', 'system');

alter table donors enable row level security;
alter table donors force row level security;
alter table donor_members enable row level security;
alter table donor_members force row level security;
alter table grants enable row level security;
alter table grants force row level security;
alter table budget_lines enable row level security;
alter table budget_lines force row level security;
alter table payment_policies enable row level security;
alter table payment_policies force row level security;

create policy donors_read on donors for select to trellis_app using (
  organisation_id = current_organisation() and (sees_all_money() or exists (
    select from donor_members m where m.organisation_id = donors.organisation_id and m.donor_id = donors.id
      and m.person_id = current_person() and m.until is null)));
create policy donors_record on donors for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'system'));

create policy donor_members_read on donor_members for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('grants-manager', 'administrator', 'system')));
create policy donor_members_name on donor_members for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'administrator', 'system') and is_member(person_id));
create policy donor_members_end on donor_members for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('grants-manager', 'administrator', 'system'))
  with check (organisation_id = current_organisation() and until is not null);

create policy grants_read on grants for select to trellis_app using (
  organisation_id = current_organisation() and (sees_all_money() or (speaks_as('donor') and exists (
    select from donor_members m where m.organisation_id = grants.organisation_id and m.donor_id = grants.donor_id
      and m.person_id = current_person() and m.until is null))));
create policy grants_record on grants for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'system')
  and recorded_by is not distinct from current_person());

-- Whoever sees the grant sees its lines: the inner query is under the grant's own policy.
create policy budget_lines_read on budget_lines for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from grants g where g.organisation_id = budget_lines.organisation_id and g.id = budget_lines.grant_id));
create policy budget_lines_record on budget_lines for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('grants-manager', 'system'));

create policy payment_policies_read on payment_policies for select to trellis_app using (
  organisation_id = current_organisation() and sees_all_money());
create policy payment_policies_set on payment_policies for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('administrator', 'system')
  and set_by is not distinct from current_person());

-- A row lock needs the right to update; trellis_definer takes locks and changes nothing.
create policy grants_lock on grants for all to trellis_definer
  using (organisation_id = current_organisation()) with check (false);
create policy budget_lines_lock on budget_lines for all to trellis_definer
  using (organisation_id = current_organisation()) with check (false);

grant select, insert on donors, grants, budget_lines, payment_policies to trellis_app;
grant select, insert, update on donor_members to trellis_app;
grant select on grants, budget_lines to trellis_definer;
grant update (id) on grants, budget_lines to trellis_definer;
