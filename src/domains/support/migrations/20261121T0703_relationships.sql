-- One seeker, one supporter, from an opening to an ending. An ending is a row; the relationship itself never changes.

create table relationships (
  organisation_id uuid not null references organisations,
  id uuid not null,
  seeker_id uuid not null references people,
  supporter_id uuid not null references people,
  -- Null when it was brought in from before Trellis.
  request_id uuid,
  opened_at timestamptz not null,
  opened_by uuid references people,
  primary key (organisation_id, id),
  -- A request leads to one person: of two who match it at once, the second is told.
  unique (organisation_id, request_id),
  foreign key (organisation_id, request_id) references support_requests,
  check (seeker_id <> supporter_id)
);
create index relationships_of_supporter on relationships (organisation_id, supporter_id);
create index relationships_of_seeker on relationships (organisation_id, seeker_id);
create trigger relationships_append_only before update or delete or truncate on relationships
  for each statement execute function refuse_change();

create table relationship_endings (
  organisation_id uuid not null references organisations,
  relationship_id uuid not null,
  at timestamptz not null,
  by uuid references people,
  reason text not null check (reason in ('goals-met', 'enough', 'another-supporter', 'moved', 'lost-contact', 'referred', 'other')),
  -- Sealed with the seeker's key.
  feedback bytea,
  -- The seeker does not want to meet this supporter again; the supporter is never told.
  not_again boolean not null default false,
  door_open boolean not null default true,
  primary key (organisation_id, relationship_id),
  foreign key (organisation_id, relationship_id) references relationships
);
create trigger relationship_endings_append_only before update or delete or truncate on relationship_endings
  for each statement execute function refuse_change();

-- Whether the speaker has an open relationship, as supporter, with that seeker. Caseload visibility everywhere hangs on it.
create function works_with(seeker uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from relationships r
    where r.organisation_id = current_organisation() and r.supporter_id = current_person() and r.seeker_id = seeker
      and not exists (select from relationship_endings e where e.organisation_id = r.organisation_id and e.relationship_id = r.id))
$$;
alter function works_with(uuid) owner to trellis_definer;

alter table relationships enable row level security;
alter table relationships force row level security;
alter table relationship_endings enable row level security;
alter table relationship_endings force row level security;

create policy relationships_look_up on relationships for select to trellis_definer using (true);
create policy relationships_read on relationships for select to trellis_app using (
  organisation_id = current_organisation()
  and (seeker_id = current_person() or (supporter_id = current_person() and works_with(seeker_id))
    or speaks_as('coordinator', 'safeguarding-lead', 'system')));
create policy relationships_open on relationships for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'system'));

create policy relationship_endings_look_up on relationship_endings for select to trellis_definer using (true);
create policy relationship_endings_read on relationship_endings for select to trellis_app using (
  organisation_id = current_organisation()
  and (speaks_as('coordinator', 'system') or exists (
    select from relationships r where r.organisation_id = relationship_endings.organisation_id and r.id = relationship_id
      and r.seeker_id = current_person())));
create policy relationship_endings_write on relationship_endings for insert to trellis_app with check (
  organisation_id = current_organisation() and by is not distinct from current_person()
  and (speaks_as('coordinator', 'system') or exists (
    select from relationships r where r.organisation_id = relationship_endings.organisation_id and r.id = relationship_id
      and current_person() in (r.seeker_id, r.supporter_id))));

grant select, insert on relationships, relationship_endings to trellis_app;
grant select on relationships, relationship_endings to trellis_definer;

-- A supporter reads the pseudonyms of their own people.
create policy people_read_caseload on people for select to trellis_app using (kind = 'seeker' and works_with(id));
