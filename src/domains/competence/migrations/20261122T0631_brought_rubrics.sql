-- Rubrics that an organisation brings in, beside our own. A version is never written over; once somebody was observed
-- on it, it cannot be taken back either, so that every assessment can be read years later.

create table rubric_versions (
  organisation_id uuid not null references organisations,
  id uuid not null,
  rubric text not null check (rubric ~ '^[a-z][a-z0-9-]{1,39}$'),
  version int not null check (version > 0),
  -- Of the wording that the others were translated from.
  language text not null check (language in ('en', 'fr', 'es', 'sw', 'ar')),
  licence text not null check (length(licence) between 1 and 500),
  source text not null check (length(source) between 1 and 1000),
  -- [{"id", "harmful", "basic", "advanced"}]: how many behaviours each item lists.
  shape jsonb not null,
  brought_by uuid not null references people (id),
  brought_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, rubric, version)
);

create table rubric_translations (
  organisation_id uuid not null references organisations,
  version_id uuid not null,
  language text not null check (language in ('en', 'fr', 'es', 'sw', 'ar')),
  -- {"title", "items": {id: {"title", "harmful": [], "basic": [], "advanced": []}}}
  texts jsonb not null,
  brought_by uuid not null references people (id),
  brought_at timestamptz not null,
  primary key (organisation_id, version_id, language),
  foreign key (organisation_id, version_id) references rubric_versions (organisation_id, id)
);

create function keep_used_rubrics() returns trigger language plpgsql security definer set search_path = public as $$
declare used record;
begin
  select v.rubric, v.version into used from rubric_versions v
  where v.organisation_id = old.organisation_id and v.id = (to_jsonb(old) ->> tg_argv[0])::uuid;
  if exists (
    select from observations o
    where o.organisation_id = old.organisation_id and o.rubric = used.rubric and o.rubric_version = used.version)
  then
    raise exception 'somebody was assessed on this rubric' using errcode = 'foreign_key_violation';
  end if;
  return old;
end $$;
alter function keep_used_rubrics() owner to trellis_definer;
create trigger rubric_versions_kept before delete on rubric_versions for each row execute function keep_used_rubrics('id');
create trigger rubric_translations_kept before delete on rubric_translations for each row execute function keep_used_rubrics('version_id');

alter table rubric_versions enable row level security;
alter table rubric_versions force row level security;
alter table rubric_translations enable row level security;
alter table rubric_translations force row level security;

create policy rubric_versions_definer on rubric_versions for select to trellis_definer using (true);
grant select on rubric_versions to trellis_definer;

create policy rubric_versions_read on rubric_versions for select to trellis_app using (organisation_id = current_organisation());
create policy rubric_versions_bring on rubric_versions for insert to trellis_app with check (
  organisation_id = current_organisation() and brought_by = current_person() and speaks_as('coordinator', 'administrator'));
create policy rubric_versions_take_back on rubric_versions for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator'));
create policy rubric_translations_read on rubric_translations for select to trellis_app using (organisation_id = current_organisation());
create policy rubric_translations_bring on rubric_translations for insert to trellis_app with check (
  organisation_id = current_organisation() and brought_by = current_person() and speaks_as('coordinator', 'administrator'));
create policy rubric_translations_take_back on rubric_translations for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('coordinator', 'administrator'));
grant select, insert, delete on rubric_versions, rubric_translations to trellis_app;
