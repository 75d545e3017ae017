-- Somebody's worry about safety, the clock it starts, and everything people did about it. What was said is sealed.

create table concerns (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- Null when the worry is about somebody who has no record here; the words then say who.
  about_id uuid references people,
  -- Whose data key seals the words: the seeker's own; for a worry about a colleague the raiser's, so that the
  -- colleague's record shows no trace of it.
  sealed_for uuid not null references people,
  raised_by uuid references people,
  raised_at timestamptz not null,
  said bytea,
  -- The questionnaire answer that raised it by itself.
  response_id uuid,
  primary key (organisation_id, id),
  check (said is not null or response_id is not null)
);
create unique index concerns_one_per_response on concerns (organisation_id, response_id) where response_id is not null;
create index concerns_about on concerns (organisation_id, about_id);

-- A round is one run of the clock: from raising, from a raised urgency, or from opening again.
create table concern_rounds (
  organisation_id uuid not null,
  concern_id uuid not null,
  number int not null check (number > 0),
  urgency text not null check (urgency in ('immediate', 'urgent', 'priority')),
  why text not null check (why in ('raised', 'urgency-raised', 're-opened')),
  begun_by uuid references people,
  began_at timestamptz not null,
  primary key (organisation_id, concern_id, number),
  foreign key (organisation_id, concern_id) references concerns (organisation_id, id)
);

-- When somebody must be paged. Each is called once, or stood down by an acknowledgement; never forgotten.
create table concern_deadlines (
  organisation_id uuid not null,
  concern_id uuid not null,
  round int not null,
  step text not null check (step in ('first', 'second', 'manager')),
  due_at timestamptz not null,
  called_at timestamptz,
  stood_down_at timestamptz,
  primary key (organisation_id, concern_id, round, step),
  foreign key (organisation_id, concern_id, round) references concern_rounds (organisation_id, concern_id, number),
  check (num_nonnulls(called_at, stood_down_at) <= 1)
);
create index concern_deadlines_due on concern_deadlines (organisation_id, due_at) where called_at is null and stood_down_at is null;

create table concern_pages (
  organisation_id uuid not null,
  id uuid not null,
  concern_id uuid not null,
  round int not null,
  step text not null,
  person_id uuid not null references people,
  channel text not null check (channel in ('mail', 'screen')),
  paged_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, concern_id, round, step) references concern_deadlines (organisation_id, concern_id, round, step),
  unique (organisation_id, concern_id, round, step, person_id, channel)
);
create index concern_pages_of_person on concern_pages (organisation_id, person_id, channel);

create table concern_acknowledgements (
  organisation_id uuid not null,
  id uuid not null,
  concern_id uuid not null,
  round int not null,
  by_id uuid not null references people,
  at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, concern_id, round) references concern_rounds (organisation_id, concern_id, number),
  -- The first to say "I have it" has it.
  unique (organisation_id, concern_id, round)
);

create table concern_actions (
  organisation_id uuid not null,
  id uuid not null,
  concern_id uuid not null,
  round int not null,
  by_id uuid not null references people,
  at timestamptz not null,
  done bytea not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, concern_id, round) references concern_rounds (organisation_id, concern_id, number)
);
create index concern_actions_of_concern on concern_actions (organisation_id, concern_id);

-- Proposed by one person, confirmed (or declined) by another. A new round leaves an older proposal behind.
create table concern_closings (
  organisation_id uuid not null,
  id uuid not null,
  concern_id uuid not null,
  round int not null,
  outcome text not null check (outcome in ('safe-now', 'safety-plan', 'referred', 'emergency-help', 'no-concern', 'not-reached')),
  because bytea not null,
  proposed_by uuid not null references people,
  proposed_at timestamptz not null,
  confirmed_by uuid references people,
  confirmed_at timestamptz,
  declined_by uuid references people,
  declined_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, concern_id, round) references concern_rounds (organisation_id, concern_id, number),
  constraint closing_needs_a_second_person check (confirmed_by <> proposed_by),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check ((declined_by is null) = (declined_at is null)),
  check (num_nonnulls(confirmed_at, declined_at) <= 1)
);
create unique index concern_closings_one_at_a_time on concern_closings (organisation_id, concern_id, round) where declined_at is null;

-- Urgency may be raised, never lowered; and rounds follow one another.
create function urgency_rank(urgency text) returns int language sql immutable
  return array_position(array['priority', 'urgent', 'immediate'], urgency);
create function refuse_lower_urgency() returns trigger language plpgsql as $$
declare
  previous concern_rounds;
begin
  select * into previous from concern_rounds r
    where r.organisation_id = new.organisation_id and r.concern_id = new.concern_id order by r.number desc limit 1;
  if new.number <> coalesce(previous.number, 0) + 1 then
    raise exception 'a round follows the one before' using errcode = 'unique_violation';
  end if;
  if urgency_rank(new.urgency) < urgency_rank(previous.urgency) then
    raise exception 'a concern’s urgency is never lowered' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger concern_rounds_never_lower before insert on concern_rounds for each row execute function refuse_lower_urgency();

-- What was decided stays decided.
create function refuse_second_decision() returns trigger language plpgsql as $$
begin
  if old.confirmed_at is not null or old.declined_at is not null then
    raise exception 'this closing was decided already' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger concern_closings_decided_once before update on concern_closings for each row execute function refuse_second_decision();
create trigger concern_pages_append_only before update or delete or truncate on concern_pages
  for each statement execute function refuse_change();
create trigger concern_actions_append_only before update or delete or truncate on concern_actions
  for each statement execute function refuse_change();
create trigger concern_acknowledgements_append_only before update or delete or truncate on concern_acknowledgements
  for each statement execute function refuse_change();
create trigger concern_rounds_append_only before update or delete or truncate on concern_rounds
  for each statement execute function refuse_change();

-- Whoever was called to a concern may see it, whatever their role.
create function paged_about(concern uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from concern_pages p
    where p.organisation_id = current_organisation() and p.concern_id = concern and p.person_id = current_person())
$$;
alter function paged_about(uuid) owner to trellis_definer;

-- Which of these people an open concern is about: the gate must know, also when a person without the right to see
-- concerns asks it.
create function with_open_concern(asked uuid[]) returns setof uuid
  language sql stable security definer set search_path = public as $$
  select distinct c.about_id from concerns c
  where c.organisation_id = current_organisation() and c.about_id = any(asked)
    and not exists (
      select from concern_closings k where k.organisation_id = c.organisation_id and k.concern_id = c.id and k.confirmed_at is not null
        and k.round = (select max(r.number) from concern_rounds r where r.organisation_id = c.organisation_id and r.concern_id = c.id))
$$;
alter function with_open_concern(uuid[]) owner to trellis_definer;
grant select on concerns, concern_rounds, concern_closings, concern_pages to trellis_definer;

alter table concerns enable row level security;
alter table concerns force row level security;
alter table concern_rounds enable row level security;
alter table concern_rounds force row level security;
alter table concern_deadlines enable row level security;
alter table concern_deadlines force row level security;
alter table concern_pages enable row level security;
alter table concern_pages force row level security;
alter table concern_acknowledgements enable row level security;
alter table concern_acknowledgements force row level security;
alter table concern_actions enable row level security;
alter table concern_actions force row level security;
alter table concern_closings enable row level security;
alter table concern_closings force row level security;

create policy concerns_definer on concerns for select to trellis_definer using (true);
create policy concern_rounds_definer on concern_rounds for select to trellis_definer using (true);
create policy concern_closings_definer on concern_closings for select to trellis_definer using (true);
create policy concern_pages_definer on concern_pages for select to trellis_definer using (true);

-- The raiser, those whose work it is, and whoever was called; a concern about a colleague is never shown to that colleague.
create policy concerns_read on concerns for select to trellis_app using (
  organisation_id = current_organisation()
  and (raised_by = current_person() or speaks_as('system')
    or (about_id is distinct from current_person() and (speaks_as('safeguarding-lead', 'coordinator') or paged_about(id)))));
create policy concerns_raise on concerns for insert to trellis_app with check (
  organisation_id = current_organisation() and raised_by is not distinct from current_person()
  and (about_id is null or is_member(about_id)) and is_member(sealed_for));

-- Who may act on it: anybody who sees it as their work. Row-level security on concerns itself narrows this further.
create function responds_to(concern uuid) returns boolean language sql stable as $$
  select exists (select from concerns c
    where c.organisation_id = current_organisation() and c.id = concern and c.about_id is distinct from current_person()
      and (speaks_as('safeguarding-lead', 'coordinator', 'supervisor') or paged_about(c.id)))
$$;
create function sees_concern(concern uuid) returns boolean language sql stable as $$
  select exists (select from concerns c where c.organisation_id = current_organisation() and c.id = concern)
$$;

create policy concern_rounds_read on concern_rounds for select to trellis_app using (
  organisation_id = current_organisation() and sees_concern(concern_id));
create policy concern_rounds_begin on concern_rounds for insert to trellis_app with check (
  organisation_id = current_organisation() and begun_by is not distinct from current_person()
  and (why = 'raised' and sees_concern(concern_id) or why <> 'raised' and responds_to(concern_id)));

create policy concern_deadlines_read on concern_deadlines for select to trellis_app using (
  organisation_id = current_organisation() and sees_concern(concern_id));
create policy concern_deadlines_set on concern_deadlines for insert to trellis_app with check (
  organisation_id = current_organisation() and sees_concern(concern_id) and called_at is null and stood_down_at is null);
create policy concern_deadlines_change on concern_deadlines for update to trellis_app
  using (organisation_id = current_organisation() and (speaks_as('system') or responds_to(concern_id)))
  with check (organisation_id = current_organisation() and (speaks_as('system') or responds_to(concern_id) and called_at is null));

create policy concern_pages_read on concern_pages for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or speaks_as('system') or responds_to(concern_id)));
create policy concern_pages_call on concern_pages for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('system'));

create policy concern_acknowledgements_read on concern_acknowledgements for select to trellis_app using (
  organisation_id = current_organisation() and sees_concern(concern_id));
create policy concern_acknowledgements_give on concern_acknowledgements for insert to trellis_app with check (
  organisation_id = current_organisation() and by_id = current_person() and responds_to(concern_id));

create policy concern_actions_read on concern_actions for select to trellis_app using (
  organisation_id = current_organisation() and responds_to(concern_id));
create policy concern_actions_write on concern_actions for insert to trellis_app with check (
  organisation_id = current_organisation() and by_id = current_person() and responds_to(concern_id));

create policy concern_closings_read on concern_closings for select to trellis_app using (
  organisation_id = current_organisation() and sees_concern(concern_id));
create policy concern_closings_propose on concern_closings for insert to trellis_app with check (
  organisation_id = current_organisation() and proposed_by = current_person() and confirmed_at is null and responds_to(concern_id));
create policy concern_closings_decide on concern_closings for update to trellis_app
  using (organisation_id = current_organisation() and responds_to(concern_id))
  with check (organisation_id = current_organisation() and coalesce(confirmed_by, declined_by) = current_person());

-- Whoever responds to a concern about a person sees that person's pseudonym.
create policy people_read_of_concern on people for select to trellis_app using (
  exists (select from concerns c where c.organisation_id = current_organisation() and c.about_id = people.id and responds_to(c.id)));

grant select, insert on concerns, concern_rounds, concern_pages, concern_acknowledgements, concern_actions to trellis_app;
grant select, insert, update (called_at, stood_down_at) on concern_deadlines to trellis_app;
grant select, insert, update (confirmed_by, confirmed_at, declined_by, declined_at) on concern_closings to trellis_app;
