-- What follows from a certificate: it is renewed, its holder reminded; it rests by itself when its evidence lapses; and its
-- holder may appeal. Each state is a row.

-- Why it rests. What rested by itself may be lifted only once its cause has passed.
alter table certificate_suspensions add column cause text not null default 'by-hand'
  check (cause in ('by-hand', 'reassessment-overdue', 'level-one', 'background-check-ended', 'incident-open'));

create table certificate_renewals (
  organisation_id uuid not null,
  certificate_id uuid not null,
  renews_id uuid not null,
  primary key (organisation_id, certificate_id),
  check (certificate_id <> renews_id),
  foreign key (organisation_id, certificate_id) references certificates (organisation_id, id),
  foreign key (organisation_id, renews_id) references certificates (organisation_id, id)
);

create table certificate_reminders (
  organisation_id uuid not null,
  certificate_id uuid not null,
  days_before int not null check (days_before in (90, 30, 7)),
  sent_at timestamptz not null,
  primary key (organisation_id, certificate_id, days_before),
  foreign key (organisation_id, certificate_id) references certificates (organisation_id, id)
);

create table certificate_appeals (
  organisation_id uuid not null,
  id uuid not null,
  suspension_id uuid not null,
  person_id uuid not null references people (id),
  -- Their own words, sealed with their key.
  sealed bytea not null,
  appealed_at timestamptz not null,
  due_on date not null,
  primary key (organisation_id, id),
  -- One appeal for each time it rests.
  unique (organisation_id, suspension_id),
  foreign key (organisation_id, suspension_id) references certificate_suspensions (organisation_id, id)
);

create table certificate_appeal_decisions (
  organisation_id uuid not null,
  appeal_id uuid not null,
  outcome text not null check (outcome in ('granted', 'refused')),
  sealed bytea not null,
  decided_by uuid not null references people (id),
  decided_at timestamptz not null,
  primary key (organisation_id, appeal_id),
  foreign key (organisation_id, appeal_id) references certificate_appeals (organisation_id, id)
);

create trigger certificate_renewals_append_only before update or delete or truncate on certificate_renewals for each statement execute function refuse_change();
create trigger certificate_reminders_append_only before update or delete or truncate on certificate_reminders for each statement execute function refuse_change();
create trigger certificate_appeals_append_only before update or delete or truncate on certificate_appeals for each statement execute function refuse_change();
create trigger certificate_appeal_decisions_append_only before update or delete or truncate on certificate_appeal_decisions for each statement execute function refuse_change();

alter table certificate_renewals enable row level security;
alter table certificate_renewals force row level security;
alter table certificate_reminders enable row level security;
alter table certificate_reminders force row level security;
alter table certificate_appeals enable row level security;
alter table certificate_appeals force row level security;
alter table certificate_appeal_decisions enable row level security;
alter table certificate_appeal_decisions force row level security;

create policy certificate_renewals_read on certificate_renewals for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from certificates c where c.organisation_id = certificate_renewals.organisation_id and c.id = certificate_id));
create policy certificate_renewals_add on certificate_renewals for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'system'));

create policy certificate_reminders_read on certificate_reminders for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system'));
create policy certificate_reminders_add on certificate_reminders for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('system'));

create policy certificate_appeals_read on certificate_appeals for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('coordinator', 'safeguarding-lead')));
create policy certificate_appeals_add on certificate_appeals for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person()
  and exists (select from certificate_suspensions s
    join certificates c on c.organisation_id = s.organisation_id and c.id = s.certificate_id
    where s.organisation_id = certificate_appeals.organisation_id and s.id = suspension_id
      and s.lifted_at is null and c.person_id = current_person()));

create policy certificate_appeal_decisions_read on certificate_appeal_decisions for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from certificate_appeals a where a.organisation_id = certificate_appeal_decisions.organisation_id and a.id = appeal_id));
-- Neither its holder nor whoever suspended it decides.
create policy certificate_appeal_decisions_add on certificate_appeal_decisions for insert to trellis_app with check (
  organisation_id = current_organisation() and decided_by = current_person() and speaks_as('coordinator', 'safeguarding-lead')
  and exists (select from certificate_appeals a
    join certificate_suspensions s on s.organisation_id = a.organisation_id and s.id = a.suspension_id
    where a.organisation_id = certificate_appeal_decisions.organisation_id and a.id = appeal_id
      and a.person_id <> current_person() and s.suspended_by is distinct from current_person()));

grant select, insert on certificate_renewals, certificate_reminders, certificate_appeals, certificate_appeal_decisions to trellis_app;
