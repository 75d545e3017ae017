-- What a workshop asks of those who come, and what it pays them for each day they were there.

create table workshop_terms (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  -- In the currency of the grant that pays for the workshop.
  fee numeric not null check (fee >= 0 and scale(fee) <= 3),
  stipend_per_day numeric not null check (stipend_per_day >= 0 and scale(stipend_per_day) <= 3),
  travel_per_day numeric not null check (travel_per_day >= 0 and scale(travel_per_day) <= 3),
  reason text not null check (length(reason) between 1 and 500),
  set_by uuid references people (id),
  set_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index workshop_terms_in_force on workshop_terms (organisation_id, workshop_id, set_at desc, id desc);
create trigger workshop_terms_append_only before update or delete or truncate on workshop_terms
  for each statement execute function refuse_change();

-- One list is one entry in the ledger, and beneath it a row for each person and day.
create table stipend_days (
  organisation_id uuid not null references organisations,
  entry_id uuid not null,
  workshop_id uuid not null,
  person_id uuid not null references people (id),
  day date not null,
  stipend numeric not null check (stipend >= 0 and scale(stipend) <= 3),
  travel numeric not null check (travel >= 0 and scale(travel) <= 3),
  primary key (organisation_id, entry_id, person_id, day),
  foreign key (organisation_id, entry_id) references ledger_entries (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id),
  check (stipend + travel > 0)
);
create index stipend_days_of_person on stipend_days (organisation_id, workshop_id, person_id, day);
create trigger stipend_days_append_only before update or delete or truncate on stipend_days
  for each statement execute function refuse_change();

create table workshop_fees (
  organisation_id uuid not null references organisations,
  entry_id uuid not null,
  workshop_id uuid not null,
  person_id uuid not null references people (id),
  amount numeric not null check (amount > 0 and scale(amount) <= 3),
  primary key (organisation_id, entry_id),
  foreign key (organisation_id, entry_id) references ledger_entries (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index workshop_fees_of_workshop on workshop_fees (organisation_id, workshop_id, person_id);
create trigger workshop_fees_append_only before update or delete or truncate on workshop_fees
  for each statement execute function refuse_change();

-- The database's own word: a day somebody came is paid once. An entry that was declined or taken back paid nothing.
create function refuse_day_paid_twice() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform lock_workshop(new.workshop_id);
  if exists (
    select from stipend_days d
    join ledger_entry_states s on s.organisation_id = d.organisation_id and s.entry_id = d.entry_id
    where d.organisation_id = new.organisation_id and d.workshop_id = new.workshop_id and d.person_id = new.person_id
      and d.day = new.day and d.entry_id <> new.entry_id and s.state <> 'declined' and s.reversed_by_id is null
  ) then
    raise exception 'this day is paid already' using errcode = 'check_violation';
  end if;
  return null;
end $$;
alter function refuse_day_paid_twice() owner to trellis_definer;
create trigger stipend_days_once after insert on stipend_days for each row execute function refuse_day_paid_twice();

-- What the speaker was paid. The entries are the grant's and not theirs to see; what they got is.
create function my_stipends() returns table (workshop_id uuid, title text, currency text, days int, amount numeric)
  language sql stable security definer set search_path = public as $$
  select w.id, w.title, e.currency::text, count(*)::int, sum(d.stipend + d.travel)
  from stipend_days d
  join workshops w on w.organisation_id = d.organisation_id and w.id = d.workshop_id
  join ledger_entries e on e.organisation_id = d.organisation_id and e.id = d.entry_id
  join ledger_entry_states s on s.organisation_id = d.organisation_id and s.entry_id = d.entry_id
  where d.organisation_id = current_organisation() and d.person_id = current_person()
    and s.state = 'posted' and s.reversed_by_id is null
  group by w.id, w.title, e.currency order by w.title
$$;
alter function my_stipends() owner to trellis_definer;

alter table workshop_terms enable row level security;
alter table workshop_terms force row level security;
alter table stipend_days enable row level security;
alter table stipend_days force row level security;
alter table workshop_fees enable row level security;
alter table workshop_fees force row level security;

create policy workshop_terms_read on workshop_terms for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_terms_set on workshop_terms for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system')
  and set_by is not distinct from current_person());
-- Whose work it is to pay, and to look after what was paid; everybody sees their own by my_stipends().
create policy stipend_days_read on stipend_days for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'grants-manager', 'administrator', 'system'));
create policy stipend_days_pay on stipend_days for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'grants-manager', 'system') and is_member(person_id));
create policy workshop_fees_read on workshop_fees for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person()
    or speaks_as('coordinator', 'trainer', 'grants-manager', 'administrator', 'system')));
create policy workshop_fees_receive on workshop_fees for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'grants-manager', 'system') and is_member(person_id));
create policy stipend_days_check on stipend_days for select to trellis_definer using (organisation_id = current_organisation());

grant select, insert on workshop_terms, stipend_days, workshop_fees to trellis_app;
grant select on stipend_days to trellis_definer;
