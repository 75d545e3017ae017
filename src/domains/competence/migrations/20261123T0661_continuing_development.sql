-- What somebody goes on learning while a certificate holds. Training, courses and supervision are known to their own rooms; what
-- nobody else knows of, people enter themselves, and somebody else confirms or declines it.

alter table certificate_rules
  -- Hours between one certificate and its renewal; nought asks for nothing.
  add column development_hours_min numeric(7, 2) not null default 0 check (development_hours_min >= 0),
  -- What a course that was passed counts for.
  add column development_course_hours numeric(5, 2) not null default 1 check (development_course_hours >= 0),
  -- The most that one kind counts for, by kind; a kind not named has no such limit.
  add column development_caps jsonb not null default '{}';

create table development_entries (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  kind text not null check (kind in ('peer-learning', 'reading', 'conference')),
  done_on date not null,
  hours numeric(5, 2) not null check (hours > 0 and hours <= 40),
  what text not null check (length(what) between 1 and 300),
  -- Where it can be looked up: a link, a reference, who else was there.
  evidence text not null check (length(evidence) between 1 and 500),
  entered_at timestamptz not null,
  primary key (organisation_id, id)
);
create index development_entries_by_person on development_entries (organisation_id, person_id, done_on desc);

create table development_decisions (
  organisation_id uuid not null,
  entry_id uuid not null,
  confirmed boolean not null,
  reason text check (length(reason) between 1 and 500),
  decided_by uuid not null references people (id),
  decided_at timestamptz not null,
  primary key (organisation_id, entry_id),
  check (confirmed or reason is not null),
  foreign key (organisation_id, entry_id) references development_entries (organisation_id, id)
);

create trigger development_entries_append_only before update or delete or truncate on development_entries for each statement execute function refuse_change();
create trigger development_decisions_append_only before update or delete or truncate on development_decisions for each statement execute function refuse_change();

alter table development_entries enable row level security;
alter table development_entries force row level security;
alter table development_decisions enable row level security;
alter table development_decisions force row level security;

create policy development_entries_read on development_entries for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('supervisor', 'coordinator', 'system')));
create policy development_entries_enter on development_entries for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person() and is_member(person_id));

create policy development_decisions_read on development_decisions for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from development_entries e where e.organisation_id = development_decisions.organisation_id and e.id = entry_id));
-- Nobody confirms their own.
create policy development_decisions_decide on development_decisions for insert to trellis_app with check (
  organisation_id = current_organisation() and decided_by = current_person() and speaks_as('supervisor', 'coordinator')
  and exists (select from development_entries e where e.organisation_id = development_decisions.organisation_id and e.id = entry_id
    and e.person_id <> current_person()));

grant select, insert on development_entries, development_decisions to trellis_app;
