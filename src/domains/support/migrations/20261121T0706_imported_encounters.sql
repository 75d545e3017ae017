-- Sessions that came in with a list which was taken back. The rows stay, as everything clinical does, and nobody counts or
-- sees them any more: not a page, nor a figure, nor the gate. The policies below say it once for every reader.

create table encounter_withdrawals (
  organisation_id uuid not null references organisations,
  encounter_id uuid not null,
  at timestamptz not null,
  by uuid not null references people,
  primary key (organisation_id, encounter_id),
  foreign key (organisation_id, encounter_id) references encounters
);
create trigger encounter_withdrawals_append_only before update or delete or truncate on encounter_withdrawals
  for each statement execute function refuse_change();

alter table encounter_withdrawals enable row level security;
alter table encounter_withdrawals force row level security;
create policy encounter_withdrawals_look_up on encounter_withdrawals for select to trellis_definer using (true);
create policy encounter_withdrawals_read on encounter_withdrawals for select to trellis_app using (
  organisation_id = current_organisation());
-- Only what one brought in oneself or another coordinator brought in: never a session its supporter wrote down.
create policy encounter_withdrawals_write on encounter_withdrawals for insert to trellis_app with check (
  organisation_id = current_organisation() and by = current_person() and speaks_as('coordinator')
  and exists (select from encounters e where e.organisation_id = encounter_withdrawals.organisation_id and e.id = encounter_id
    and e.recorded_by <> e.supporter_id));
grant select, insert on encounter_withdrawals to trellis_app;
grant select on encounter_withdrawals to trellis_definer;

create policy encounters_not_withdrawn on encounters as restrictive for select to trellis_app, trellis_definer using (
  not exists (select from encounter_withdrawals w where w.organisation_id = encounters.organisation_id and w.encounter_id = encounters.id));
create policy encounter_notes_not_withdrawn on encounter_notes as restrictive for select to trellis_app using (
  not exists (select from encounter_withdrawals w
    where w.organisation_id = encounter_notes.organisation_id and w.encounter_id = encounter_notes.encounter_id));
create policy responses_not_withdrawn on responses as restrictive for select to trellis_app, trellis_definer using (
  encounter_id is null or not exists (select from encounter_withdrawals w
    where w.organisation_id = responses.organisation_id and w.encounter_id = responses.encounter_id));

-- Contact minutes of each week that had more than so many, for many supporters at once; corrections and groups count as in
-- caseload_counts. The gate asks this of a whole team's whole history.
create function busy_weeks(supporters uuid[], since timestamptz, until timestamptz, minutes_over bigint)
  returns table (supporter_id uuid, monday date, minutes bigint)
  language sql stable security definer set search_path = public as $$
  select held.supporter_id, held.monday, sum(held.minutes)
  from (
    select distinct on (e.supporter_id, case when e.kind = 'group' then e.started_at::text else e.id::text end)
      e.supporter_id, e.minutes, date_trunc('week', e.started_at at time zone o.time_zone)::date as monday
    from encounters e join organisations o on o.id = e.organisation_id
    where e.organisation_id = current_organisation() and e.supporter_id = any (supporters)
      and e.started_at >= since and e.started_at < until
      and not exists (select from encounters c where c.organisation_id = e.organisation_id and c.corrects = e.id)
      and (e.supporter_id = current_person() or speaks_as('coordinator', 'supervisor', 'administrator', 'safeguarding-lead', 'system'))
  ) held
  group by held.supporter_id, held.monday having sum(held.minutes) > minutes_over
$$;
alter function busy_weeks(uuid[], timestamptz, timestamptz, bigint) owner to trellis_definer;
