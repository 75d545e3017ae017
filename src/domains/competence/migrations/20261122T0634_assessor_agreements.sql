-- How far an assessor agreed with others who saw the same, worked out whenever two are in. The newest row counts.

create table assessor_agreements (
  organisation_id uuid not null references organisations,
  id uuid not null,
  assessor_id uuid not null references people (id),
  -- Observations judged by this assessor and another.
  observations int not null check (observations > 0),
  -- Null where it cannot be told, as when all levels are the same.
  icc numeric(5, 4),
  kappa numeric(5, 4),
  worked_out_at timestamptz not null,
  primary key (organisation_id, id)
);
create index assessor_agreements_newest on assessor_agreements (organisation_id, assessor_id, worked_out_at desc);
create trigger assessor_agreements_append_only before update or delete or truncate on assessor_agreements
  for each statement execute function refuse_change();

alter table assessor_agreements enable row level security;
alter table assessor_agreements force row level security;
create policy assessor_agreements_definer on assessor_agreements for select to trellis_definer using (true);
grant select on assessor_agreements to trellis_definer;
create policy assessor_agreements_read on assessor_agreements for select to trellis_app using (
  organisation_id = current_organisation()
  and (assessor_id = current_person() or speaks_as('assessor', 'supervisor', 'coordinator', 'trainer')));
create policy assessor_agreements_work_out on assessor_agreements for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('assessor', 'supervisor', 'system'));
grant select, insert on assessor_agreements to trellis_app;

-- Who does not count alone. The gate asks it for a seeker too, and learns no more than who.
create function assessors_not_alone(agreement_min numeric, observations_min int) returns uuid[]
  language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(newest.assessor_id), '{}') from (
    select distinct on (assessor_id) assessor_id, observations, icc, kappa from assessor_agreements
    where organisation_id = current_organisation()
    order by assessor_id, worked_out_at desc, id desc) newest
  where observations >= observations_min and (icc < agreement_min or kappa < agreement_min)
$$;
alter function assessors_not_alone(numeric, int) owner to trellis_definer;
