-- What a workshop is called, is for, trains and is held in can be put right: with a reason, and what stood there before is kept.
create table workshop_word_changes (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  title_before text not null,
  aims_before text not null,
  kind_before text not null,
  language_before text not null,
  also_in_before text[] not null,
  reason text not null check (length(reason) between 1 and 500),
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index workshop_word_changes_of_workshop on workshop_word_changes (organisation_id, workshop_id, changed_at desc);
create trigger workshop_word_changes_append_only before update or delete or truncate on workshop_word_changes
  for each statement execute function refuse_change();

-- The database's own word: hours that somebody attended count for the kind they attended, and certificates rest on them.
-- Whoever may change a workshop sees who attended it.
create function refuse_kind_of_attended_workshop() returns trigger
  language plpgsql set search_path = public as $$
begin
  perform lock_workshop(new.id);
  if exists (select from attendances a where a.organisation_id = new.organisation_id and a.workshop_id = new.id) then
    raise exception 'hours of this workshop were attended as another kind' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger workshops_kind_attended after update on workshops
  for each row when (new.kind is distinct from old.kind) execute function refuse_kind_of_attended_workshop();

alter table workshop_word_changes enable row level security;
alter table workshop_word_changes force row level security;
create policy workshop_word_changes_read on workshop_word_changes for select to trellis_app using (
  organisation_id = current_organisation() and sees_workshops());
create policy workshop_word_changes_keep on workshop_word_changes for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system')
  and changed_by is not distinct from current_person());
grant select, insert on workshop_word_changes to trellis_app;
grant update (title, aims, kind, language, also_in) on workshops to trellis_app;
