-- What somebody was asked to assess did not take place: they take it back, and it no longer waits for them.
create table assessment_withdrawals (
  organisation_id uuid not null references organisations,
  assessment_id uuid not null,
  cause text not null check (cause in ('did-not-come', 'not-watched', 'by-mistake')),
  withdrawn_by uuid not null references people (id),
  withdrawn_at timestamptz not null,
  primary key (organisation_id, assessment_id),
  foreign key (organisation_id, assessment_id) references assessments (organisation_id, id)
);
create trigger assessment_withdrawals_append_only before update or delete or truncate on assessment_withdrawals
  for each statement execute function refuse_change();

alter table assessment_withdrawals enable row level security;
alter table assessment_withdrawals force row level security;
create policy assessment_withdrawals_definer on assessment_withdrawals for select to trellis_definer using (true);
create policy assessment_withdrawals_read on assessment_withdrawals for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from assessments a where a.organisation_id = assessment_withdrawals.organisation_id and a.id = assessment_id));
create policy assessment_withdrawals_take_back on assessment_withdrawals for insert to trellis_app with check (
  organisation_id = current_organisation() and withdrawn_by = current_person()
  and exists (
    select from assessments a
    where a.organisation_id = assessment_withdrawals.organisation_id and a.id = assessment_id and a.assessor_id = current_person())
  and not exists (
    select from assessment_results r
    where r.organisation_id = assessment_withdrawals.organisation_id and r.assessment_id = assessment_withdrawals.assessment_id));
grant select on assessment_withdrawals to trellis_definer;
grant select, insert on assessment_withdrawals to trellis_app;

-- Whoever took it back may now see the others' ticks, and so hands nothing in any more.
create policy assessment_results_not_withdrawn on assessment_results as restrictive for insert to trellis_app with check (
  not exists (
    select from assessment_withdrawals w
    where w.organisation_id = assessment_results.organisation_id and w.assessment_id = assessment_results.assessment_id));

create or replace function owes_assessment(observation uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select from assessments a
    where a.organisation_id = current_organisation() and a.observation_id = observation and a.assessor_id = current_person()
      and not exists (select from assessment_results r where r.organisation_id = a.organisation_id and r.assessment_id = a.id)
      and not exists (select from assessment_withdrawals w where w.organisation_id = a.organisation_id and w.assessment_id = a.id))
$$;
