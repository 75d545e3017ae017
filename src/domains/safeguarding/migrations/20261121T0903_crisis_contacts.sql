-- Numbers to call in a crisis, shown to everybody at all times, but only while somebody lately checked that they answer.

create table crisis_contacts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  phone text check (phone ~ '^[0-9+*# ()-]{2,30}$'),
  sms text check (sms ~ '^[0-9+*# ()-]{2,30}$'),
  hours text not null check (length(hours) between 1 and 120),
  added_by uuid references people,
  added_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (organisation_id, id),
  check (num_nonnulls(phone, sms) > 0)
);

create table crisis_contact_verifications (
  organisation_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  verified_on date not null,
  verified_by uuid references people,
  primary key (organisation_id, id),
  foreign key (organisation_id, contact_id) references crisis_contacts (organisation_id, id)
);
create index crisis_contact_verifications_latest on crisis_contact_verifications (organisation_id, contact_id, verified_on desc);
create trigger crisis_contact_verifications_append_only before update or delete or truncate on crisis_contact_verifications
  for each statement execute function refuse_change();

alter table crisis_contacts enable row level security;
alter table crisis_contacts force row level security;
alter table crisis_contact_verifications enable row level security;
alter table crisis_contact_verifications force row level security;

create policy crisis_contacts_read on crisis_contacts for select to trellis_app using (organisation_id = current_organisation());
create policy crisis_contacts_add on crisis_contacts for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('safeguarding-lead', 'coordinator', 'administrator', 'system'));
create policy crisis_contacts_withdraw on crisis_contacts for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('safeguarding-lead', 'coordinator', 'administrator', 'system'))
  with check (organisation_id = current_organisation() and withdrawn_at is not null);
create policy crisis_contact_verifications_read on crisis_contact_verifications for select to trellis_app using (
  organisation_id = current_organisation());
create policy crisis_contact_verifications_add on crisis_contact_verifications for insert to trellis_app with check (
  organisation_id = current_organisation() and verified_by is not distinct from current_person()
  and speaks_as('safeguarding-lead', 'coordinator', 'administrator', 'system'));

grant select, insert, update (withdrawn_at) on crisis_contacts to trellis_app;
grant select, insert on crisis_contact_verifications to trellis_app;
