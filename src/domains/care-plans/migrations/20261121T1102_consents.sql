-- Somebody lets a health facility see their plan: the whole facility's clinicians or one of them, for a purpose, until
-- a day. Rows stay with the organisation that keeps the plan; a consent opens them to the facility, and only while it is open.

create table plan_consents (
  organisation_id uuid not null references organisations,
  id uuid not null,
  plan_id uuid not null,
  seeker_id uuid not null,
  facility_id uuid not null references organisations,
  -- Null: any clinician of the facility.
  clinician_id uuid references people,
  scope text not null check (scope in ('plan', 'plan-and-scores')),
  -- Why, in the seeker's own words; sealed.
  purpose bytea not null,
  at timestamptz not null,
  -- The last day on which it holds, in the time zone of the organisation that keeps the plan.
  until_on date not null,
  primary key (organisation_id, id),
  unique (organisation_id, id, seeker_id),
  foreign key (organisation_id, plan_id, seeker_id) references care_plans (organisation_id, id, seeker_id),
  check (facility_id <> organisation_id)
);
create index plan_consents_of_seeker on plan_consents (organisation_id, seeker_id);
create index plan_consents_to_facility on plan_consents (facility_id, seeker_id);

create table plan_consent_withdrawals (
  organisation_id uuid not null references organisations,
  consent_id uuid not null,
  seeker_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, consent_id),
  foreign key (organisation_id, consent_id, seeker_id) references plan_consents (organisation_id, id, seeker_id)
);

create table plan_consent_acknowledgements (
  organisation_id uuid not null references organisations,
  consent_id uuid not null,
  seeker_id uuid not null,
  at timestamptz not null,
  by uuid not null references people,
  primary key (organisation_id, consent_id, by),
  foreign key (organisation_id, consent_id, seeker_id) references plan_consents (organisation_id, id, seeker_id)
);

create trigger plan_consents_append_only before update or delete or truncate on plan_consents
  for each statement execute function refuse_change();
create trigger plan_consent_withdrawals_append_only before update or delete or truncate on plan_consent_withdrawals
  for each statement execute function refuse_change();
create trigger plan_consent_acknowledgements_append_only before update or delete or truncate on plan_consent_acknowledgements
  for each statement execute function refuse_change();

-- Whether the speaker, a clinician acting for a facility, holds an open consent of this seeker: kept by this organisation, if one
-- is named, and for the scores too, if those are asked for. Asked on every read, so a withdrawal ends it with the next one.
create function consented_to_me(seeker uuid, kept_by uuid default null, scores boolean default false) returns boolean
  language sql stable security definer set search_path = public as $$
  select speaks_as('clinician') and exists (
    select from plan_consents c join organisations o on o.id = c.organisation_id
    where c.facility_id = current_organisation() and c.seeker_id = seeker
      and (kept_by is null or c.organisation_id = kept_by)
      and (c.clinician_id is null or c.clinician_id = current_person())
      and (c.scope = 'plan-and-scores' or not scores)
      and c.at <= now() and (now() at time zone o.time_zone)::date <= c.until_on
      and not exists (select from plan_consent_withdrawals w where w.organisation_id = c.organisation_id and w.consent_id = c.id))
$$;

-- Whom a seeker may invite: the health facilities and their clinicians.
create function clinicians_to_invite() returns table (facility_id uuid, facility text, clinician_id uuid, clinician text)
  language sql stable security definer set search_path = public as $$
  select o.id, o.name, p.id, p.name
  from organisations o
  join memberships m on m.organisation_id = o.id and m.role = 'clinician' and m.until is null
  join people p on p.id = m.person_id and p.kind = 'staff'
  where o.kind = 'facility' and o.id <> current_organisation() and speaks_as('seeker')
  order by o.name, p.name
$$;

-- Whether this person is a clinician whom the speaker, or somebody the speaker supports, invited, now or earlier.
create function is_invited_clinician(clinician uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from memberships m join plan_consents c on c.facility_id = m.organisation_id and c.organisation_id = current_organisation()
    where m.person_id = clinician and m.role = 'clinician' and (c.clinician_id is null or c.clinician_id = clinician)
      and (c.seeker_id = current_person() or works_with(c.seeker_id)))
$$;

alter function consented_to_me(uuid, uuid, boolean) owner to trellis_definer;
alter function clinicians_to_invite() owner to trellis_definer;
alter function is_invited_clinician(uuid) owner to trellis_definer;
grant select on plan_consents, plan_consent_withdrawals, people to trellis_definer;
create policy plan_consents_look_up on plan_consents for select to trellis_definer using (true);
create policy plan_consent_withdrawals_look_up on plan_consent_withdrawals for select to trellis_definer using (true);
create policy people_look_up_clinicians on people for select to trellis_definer using (kind = 'staff');
