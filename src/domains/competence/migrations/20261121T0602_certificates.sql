-- A certificate is live evidence: it says for which role, on which observations, until when, and it can be suspended.

create table certificates (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  role text not null check (role in ('supporter', 'practitioner', 'child-safeguarding')),
  training_hours numeric(7, 2) not null check (training_hours >= 0),
  issued_by uuid not null references people (id),
  issued_on date not null,
  expires_on date not null check (expires_on >= issued_on),
  issued_at timestamptz not null,
  -- 128 random bits in base32: whoever holds the paper can ask whether it is valid today, and nothing else.
  code text not null unique check (code ~ '^[A-Z2-7]{26}$'),
  primary key (organisation_id, id)
);
create index certificates_by_person on certificates (organisation_id, person_id, issued_on desc);

create table certificate_evidence (
  organisation_id uuid not null,
  certificate_id uuid not null,
  assessment_id uuid not null,
  primary key (organisation_id, certificate_id, assessment_id),
  foreign key (organisation_id, certificate_id) references certificates (organisation_id, id),
  foreign key (organisation_id, assessment_id) references assessments (organisation_id, id)
);

create table certificate_suspensions (
  organisation_id uuid not null,
  id uuid not null,
  certificate_id uuid not null,
  suspended_by uuid references people (id),
  suspended_at timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000),
  lifted_by uuid references people (id),
  lifted_at timestamptz check (lifted_at >= suspended_at),
  lift_reason text check (length(lift_reason) between 1 and 2000),
  primary key (organisation_id, id),
  foreign key (organisation_id, certificate_id) references certificates (organisation_id, id),
  check ((lifted_at is null) = (lift_reason is null))
);
create unique index certificate_suspensions_open on certificate_suspensions (organisation_id, certificate_id) where lifted_at is null;

create trigger certificates_append_only before update or delete or truncate on certificates for each statement execute function refuse_change();
create trigger certificate_evidence_append_only before update or delete or truncate on certificate_evidence for each statement execute function refuse_change();

alter table certificates enable row level security;
alter table certificates force row level security;
alter table certificate_evidence enable row level security;
alter table certificate_evidence force row level security;
alter table certificate_suspensions enable row level security;
alter table certificate_suspensions force row level security;

create policy certificates_definer on certificates for select to trellis_definer using (true);
create policy certificate_suspensions_definer on certificate_suspensions for select to trellis_definer using (true);
grant select on certificates, certificate_suspensions to trellis_definer;

create policy certificates_read on certificates for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person()
    or speaks_as('assessor', 'supervisor', 'coordinator', 'trainer', 'safeguarding-lead', 'administrator', 'system')));
create policy certificates_issue on certificates for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (issued_by = current_person() and person_id <> current_person() and is_member(person_id) and speaks_as('coordinator'))));

create policy certificate_evidence_read on certificate_evidence for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from certificates c where c.organisation_id = certificate_evidence.organisation_id and c.id = certificate_id));
create policy certificate_evidence_add on certificate_evidence for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'system'));

create policy certificate_suspensions_read on certificate_suspensions for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from certificates c where c.organisation_id = certificate_suspensions.organisation_id and c.id = certificate_id));
create policy certificate_suspensions_suspend on certificate_suspensions for insert to trellis_app with check (
  organisation_id = current_organisation() and lifted_at is null
  and (speaks_as('system') or (suspended_by = current_person() and speaks_as('coordinator', 'supervisor', 'safeguarding-lead'))));
create policy certificate_suspensions_lift on certificate_suspensions for update to trellis_app
  using (organisation_id = current_organisation() and lifted_at is null and speaks_as('coordinator', 'safeguarding-lead'))
  with check (organisation_id = current_organisation() and lifted_at is not null and lifted_by = current_person());

grant select, insert on certificates, certificate_evidence, certificate_suspensions to trellis_app;
-- A suspension is lifted, never rewritten.
grant update (lifted_by, lifted_at, lift_reason) on certificate_suspensions to trellis_app;

-- What the gate asks about helpers, whoever it is asked for.
create function certificates_of(helpers uuid[])
  returns table (id uuid, person_id uuid, role text, issued_on date, expires_on date, suspended boolean)
  language sql stable security definer set search_path = public as $$
  select c.id, c.person_id, c.role, c.issued_on, c.expires_on, exists (
    select from certificate_suspensions s
    where s.organisation_id = c.organisation_id and s.certificate_id = c.id and s.lifted_at is null)
  from certificates c
  where c.organisation_id = current_organisation() and c.person_id = any (helpers)
  order by c.issued_on desc, c.issued_at desc
$$;
alter function certificates_of(uuid[]) owner to trellis_definer;

-- The public question. It is answered for the code the transaction was opened with, and says nothing about the person.
create function certificate_shown() returns table (issued_on date, expires_on date, suspended boolean, time_zone text)
  language sql stable security definer set search_path = public as $$
  select c.issued_on, c.expires_on, exists (
    select from certificate_suspensions s
    where s.organisation_id = c.organisation_id and s.certificate_id = c.id and s.lifted_at is null), o.time_zone
  from certificates c join organisations o on o.id = c.organisation_id
  where c.code = current_token()
$$;
alter function certificate_shown() owner to trellis_definer;
