-- What others recognised in somebody: a badge they bring along, kept as evidence with what was found each time it was
-- checked. It opens nothing by itself; an assessor sees it.

create table brought_badges (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  -- The badge as it was brought, with the person's key.
  sealed bytea not null,
  -- Tells the same badge of the same person again without opening it.
  mark text not null check (mark ~ '^[0-9a-f]{64}$'),
  -- Whether it is made out to the address the person signed in with on that day.
  about text not null check (about in ('theirs', 'others', 'unsaid')),
  brought_at timestamptz not null,
  primary key (organisation_id, id)
);
create index brought_badges_by_person on brought_badges (organisation_id, person_id);

create table brought_badge_checks (
  organisation_id uuid not null,
  id uuid not null,
  badge_id uuid not null,
  checked_by uuid references people (id),
  checked_at timestamptz not null,
  -- Empty when the badge was valid.
  reasons text[] not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, badge_id) references brought_badges (organisation_id, id) on delete cascade
);
create index brought_badge_checks_of_badge on brought_badge_checks (organisation_id, badge_id, checked_at desc);

alter table brought_badges enable row level security;
alter table brought_badges force row level security;
alter table brought_badge_checks enable row level security;
alter table brought_badge_checks force row level security;

create policy brought_badges_read on brought_badges for select to trellis_app using (
  organisation_id = current_organisation()
  and (person_id = current_person() or speaks_as('assessor', 'supervisor', 'coordinator', 'trainer', 'system')));
create policy brought_badges_bring on brought_badges for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person());
-- It is theirs, to take away too; the audit says that it was there.
create policy brought_badges_remove on brought_badges for delete to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
grant select, insert, delete on brought_badges to trellis_app;

create policy brought_badge_checks_read on brought_badge_checks for select to trellis_app using (
  organisation_id = current_organisation()
  and exists (select from brought_badges b where b.organisation_id = brought_badge_checks.organisation_id and b.id = badge_id));
create policy brought_badge_checks_write on brought_badge_checks for insert to trellis_app with check (
  organisation_id = current_organisation() and checked_by = current_person()
  and exists (select from brought_badges b where b.organisation_id = brought_badge_checks.organisation_id and b.id = badge_id));
grant select, insert on brought_badge_checks to trellis_app;
