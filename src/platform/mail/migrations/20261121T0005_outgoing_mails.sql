-- Mail waits here until the mail server has it, so that nothing is lost or sent twice when either side stops.

create table outgoing_mails (
  organisation_id uuid not null references organisations,
  id uuid not null,
  to_person_id uuid references people,
  to_address text,
  subject text not null,
  body text not null,
  written_at timestamptz not null,
  sent_at timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  primary key (organisation_id, id),
  check (num_nonnulls(to_person_id, to_address) = 1)
);
create index outgoing_mails_waiting on outgoing_mails (organisation_id, next_attempt_at) where sent_at is null;

alter table outgoing_mails enable row level security;
alter table outgoing_mails force row level security;
create policy outgoing_mails_write on outgoing_mails for insert to trellis_app with check (organisation_id = current_organisation());
create policy outgoing_mails_read on outgoing_mails for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system', 'administrator'));
create policy outgoing_mails_deliver on outgoing_mails for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('system'))
  with check (organisation_id = current_organisation() and speaks_as('system'));
grant select, insert, update on outgoing_mails to trellis_app;
