-- What stopped holding for somebody who supports people now: found once, and closed when it holds again.

create table gate_lapses (
  organisation_id uuid not null references organisations,
  id uuid not null,
  supporter_id uuid not null references people,
  refusal text not null,
  found_at timestamptz not null,
  passed_at timestamptz check (passed_at >= found_at),
  primary key (organisation_id, id)
);
create unique index gate_lapses_open on gate_lapses (organisation_id, supporter_id, refusal) where passed_at is null;

alter table gate_lapses enable row level security;
alter table gate_lapses force row level security;

create policy gate_lapses_read on gate_lapses for select to trellis_app using (
  organisation_id = current_organisation()
  and (supporter_id = current_person() or speaks_as('coordinator', 'system') or supervises(supporter_id)));
create policy gate_lapses_find on gate_lapses for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('system'));
create policy gate_lapses_pass on gate_lapses for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('system') and passed_at is null)
  with check (organisation_id = current_organisation() and passed_at is not null);

grant select, insert on gate_lapses to trellis_app;
grant update (passed_at) on gate_lapses to trellis_app;
