-- How a seeker may be reached if their life is in danger. Sealed; opened by a safeguarding lead together with a
-- second person, for an hour, with the reason kept.

create table sealed_contacts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people,
  contact bytea not null,
  set_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, person_id)
);

create table sealed_contact_requests (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people,
  requested_by uuid not null references people,
  requested_at timestamptz not null,
  reason text not null check (length(trim(reason)) >= 10),
  -- Why the seeker is not told; normally they are.
  unsafe_to_tell text check (length(trim(unsafe_to_tell)) >= 10),
  primary key (organisation_id, id)
);

create table sealed_contact_approvals (
  organisation_id uuid not null,
  request_id uuid not null,
  approved_by uuid not null references people,
  approved_at timestamptz not null,
  until timestamptz not null check (until > approved_at and until <= approved_at + interval '60 minutes'),
  primary key (organisation_id, request_id),
  foreign key (organisation_id, request_id) references sealed_contact_requests (organisation_id, id)
);

-- Whether there is a contact to ask for, without showing it.
create function has_sealed_contact(person uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select speaks_as('safeguarding-lead', 'system')
    and exists (select from sealed_contacts c where c.organisation_id = current_organisation() and c.person_id = person)
$$;
-- Whether the speaker's own request to open this person's contact was approved, and the hour is not over.
create function may_open_contact_of(person uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select speaks_as('safeguarding-lead') and exists (
    select from sealed_contact_requests r join sealed_contact_approvals a on a.organisation_id = r.organisation_id and a.request_id = r.id
    where r.organisation_id = current_organisation() and r.person_id = person and r.requested_by = current_person()
      and a.approved_by <> r.requested_by and a.until > now())
$$;
alter function has_sealed_contact(uuid) owner to trellis_definer;
alter function may_open_contact_of(uuid) owner to trellis_definer;
grant select on sealed_contacts, sealed_contact_requests, sealed_contact_approvals to trellis_definer;

alter table sealed_contacts enable row level security;
alter table sealed_contacts force row level security;
alter table sealed_contact_requests enable row level security;
alter table sealed_contact_requests force row level security;
alter table sealed_contact_approvals enable row level security;
alter table sealed_contact_approvals force row level security;

create policy sealed_contacts_look_up on sealed_contacts for select to trellis_definer using (true);
create policy sealed_contact_requests_look_up on sealed_contact_requests for select to trellis_definer using (true);
create policy sealed_contact_approvals_look_up on sealed_contact_approvals for select to trellis_definer using (true);

create policy sealed_contacts_read on sealed_contacts for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or may_open_contact_of(person_id)));
create policy sealed_contacts_set on sealed_contacts for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person());
create policy sealed_contacts_change on sealed_contacts for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person());
create policy sealed_contacts_remove on sealed_contacts for delete to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());

create policy sealed_contact_requests_read on sealed_contact_requests for select to trellis_app using (
  organisation_id = current_organisation()
  and (speaks_as('safeguarding-lead', 'coordinator', 'supervisor', 'administrator', 'system')
    or (person_id = current_person() and unsafe_to_tell is null)));
create policy sealed_contact_requests_add on sealed_contact_requests for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('safeguarding-lead') and requested_by = current_person()
  and person_id <> current_person() and has_sealed_contact(person_id));

create policy sealed_contact_approvals_read on sealed_contact_approvals for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from sealed_contact_requests r where r.organisation_id = sealed_contact_approvals.organisation_id and r.id = request_id));
-- The second person: never the one who asked, and never the one it is about.
create policy sealed_contact_approvals_add on sealed_contact_approvals for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'supervisor', 'administrator') and approved_by = current_person()
  and exists (select from sealed_contact_requests r where r.organisation_id = sealed_contact_approvals.organisation_id and r.id = request_id
    and r.requested_by <> current_person() and r.person_id <> current_person()));

grant select, insert, update, delete on sealed_contacts to trellis_app;
grant select, insert on sealed_contact_requests, sealed_contact_approvals to trellis_app;
