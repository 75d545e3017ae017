-- A calibration piece is withdrawn: nobody ticks it any more. Whoever did keeps the result, and what was counted stays counted.
create table calibration_piece_withdrawals (
  organisation_id uuid not null references organisations,
  piece_id uuid not null,
  -- Somebody who is seen or heard in it no longer agrees: its recording goes, too.
  cause text not null check (cause in ('consent', 'unfit')),
  reason text not null check (length(reason) between 1 and 500),
  withdrawn_by uuid not null references people (id),
  withdrawn_at timestamptz not null,
  primary key (organisation_id, piece_id),
  foreign key (organisation_id, piece_id) references calibration_pieces (organisation_id, id)
);
create trigger calibration_piece_withdrawals_append_only before update or delete or truncate on calibration_piece_withdrawals
  for each statement execute function refuse_change();

alter table calibration_piece_withdrawals enable row level security;
alter table calibration_piece_withdrawals force row level security;
create policy calibration_piece_withdrawals_definer on calibration_piece_withdrawals for select to trellis_definer using (
  organisation_id = current_organisation());
grant select on calibration_piece_withdrawals to trellis_definer;
create policy calibration_piece_withdrawals_read on calibration_piece_withdrawals for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('assessor', 'supervisor', 'coordinator', 'trainer', 'administrator'));
create policy calibration_piece_withdrawals_make on calibration_piece_withdrawals for insert to trellis_app with check (
  organisation_id = current_organisation() and withdrawn_by = current_person() and speaks_as('coordinator', 'administrator'));
grant select, insert on calibration_piece_withdrawals to trellis_app;

create policy calibrations_not_withdrawn on calibrations as restrictive for insert to trellis_app with check (
  not exists (
    select from calibration_piece_withdrawals w
    where w.organisation_id = calibrations.organisation_id and w.piece_id = calibrations.piece_id));

-- A piece whose recording is gone says of none; nothing else of it ever changes.
create function refuse_change_but_forgetting_recording() returns trigger language plpgsql set search_path = public as $$
begin
  if new.recording_id is null and to_jsonb(new) - 'recording_id' = to_jsonb(old) - 'recording_id' then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
drop trigger calibration_pieces_append_only on calibration_pieces;
create trigger calibration_pieces_append_only before delete or truncate on calibration_pieces
  for each statement execute function refuse_change();
create trigger calibration_pieces_forget_only before update on calibration_pieces
  for each row execute function refuse_change_but_forgetting_recording();
alter table calibration_pieces drop constraint calibration_pieces_organisation_id_recording_id_fkey,
  add constraint calibration_pieces_organisation_id_recording_id_fkey foreign key (organisation_id, recording_id)
    references stored_files (organisation_id, id) on delete set null (recording_id);
-- Whoever gave the file may be away: the consent of whoever is seen in it does not wait for them.
create policy stored_files_forget_recording on stored_files for delete to trellis_app using (
  organisation_id = current_organisation() and kind = 'calibration-recording' and speaks_as('coordinator'));

-- Nobody is held to a calibration while there is nothing left to be calibrated on.
create or replace function assessors_not_alone(agreement_min numeric, observations_min int, calibrated_since date) returns uuid[]
  language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(assessor_id), '{}') from (
    select assessor_id from (
      select distinct on (assessor_id) assessor_id, observations, icc, kappa from assessor_agreements
      where organisation_id = current_organisation()
      order by assessor_id, worked_out_at desc, id desc) newest
    where observations >= observations_min and (icc < agreement_min or kappa < agreement_min)
    union
    select m.person_id from memberships m
    where m.organisation_id = current_organisation() and m.role in ('assessor', 'supervisor') and m.until is null
      and calibrated_since is not null
      and exists (select from calibration_pieces p
        where p.organisation_id = m.organisation_id and p.added_by <> m.person_id
          and not exists (select from calibration_piece_withdrawals w
            where w.organisation_id = p.organisation_id and w.piece_id = p.id))
      and not coalesce((
        select coalesce(c.kappa, case when c.same = c.items then 1 else 0 end) >= agreement_min from calibrations c
        where c.organisation_id = m.organisation_id and c.assessor_id = m.person_id and c.handed_in_on >= calibrated_since
        order by c.handed_in_at desc limit 1), false)) as either
$$;
