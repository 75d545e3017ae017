-- Somebody marks themself present with a code that is shown in the room and changes every half minute. The code, and the ticket
-- that one code is exchanged for, are worked out here alone, from a secret that no program reads.

create table attendance_secrets (
  organisation_id uuid not null references organisations,
  session_id uuid not null,
  secret bytea not null check (length(secret) = 32),
  made_at timestamptz not null,
  -- No foreign key: a day that is moved goes and comes back under the same id.
  primary key (organisation_id, session_id)
);
alter table attendance_secrets enable row level security;
alter table attendance_secrets force row level security;
create policy attendance_secrets_use on attendance_secrets for all to trellis_definer
  using (organisation_id = current_organisation()) with check (organisation_id = current_organisation());
grant select, insert on attendance_secrets to trellis_definer;

create function attendance_mark_of(session uuid, what text) returns text
  language sql stable security definer set search_path = public as $$
  select left(encode(sha256(s.secret || convert_to(session || '/' || what, 'UTF8') || s.secret), 'hex'), 32)
  from attendance_secrets s where s.organisation_id = current_organisation() and s.session_id = session
$$;
alter function attendance_mark_of(uuid, text) owner to trellis_definer;
revoke execute on function attendance_mark_of(uuid, text) from public;

-- The code of one step, for who runs the workshop. `fresh` becomes the session's secret when it has none yet.
create function attendance_code(session uuid, step bigint, fresh bytea, at timestamptz) returns text
  language plpgsql volatile security definer set search_path = public as $$
begin
  if not speaks_as('coordinator', 'trainer') then
    raise exception 'a code is shown by who runs the workshop' using errcode = 'insufficient_privilege';
  end if;
  insert into attendance_secrets values (current_organisation(), session, fresh, at) on conflict do nothing;
  return attendance_mark_of(session, 'code/' || step);
end $$;
alter function attendance_code(uuid, bigint, bytea, timestamptz) owner to trellis_definer;

-- Exchanges a code of this step or the one before for a ticket that only the speaker can use; null when it is too old.
create function attendance_ticket(session uuid, code text, step bigint, expires bigint) returns text
  language sql stable security definer set search_path = public as $$
  select expires || '.' || attendance_mark_of(session, 'ticket/' || current_person() || '/' || expires)
  where code in (attendance_mark_of(session, 'code/' || step), attendance_mark_of(session, 'code/' || (step - 1)))
$$;
alter function attendance_ticket(uuid, text, bigint, bigint) owner to trellis_definer;

-- Marks the speaker present for the whole session. False when the ticket is not theirs or too old, when
-- they have no seat, or when it is not the time.
create function attend_by_ticket(mark uuid, session uuid, ticket text, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public as $$
declare
  held workshop_sessions;
begin
  select * into held from workshop_sessions s where s.organisation_id = current_organisation() and s.id = session;
  if held.id is null or current_person() is null or at > held.ends_at
    or at < held.starts_at - interval '15 minutes'
    or split_part(ticket, '.', 1) !~ '^\d{1,15}$'
    or split_part(ticket, '.', 1)::bigint < extract(epoch from at)
    or split_part(ticket, '.', 2) is distinct from
      attendance_mark_of(session, 'ticket/' || current_person() || '/' || split_part(ticket, '.', 1))
    or not exists (select from enrolments e where e.organisation_id = current_organisation() and e.workshop_id = held.workshop_id
      and e.person_id = current_person() and e.seated_at is not null and e.cancelled_at is null)
  then
    return false;
  end if;
  insert into attendances values (current_organisation(), mark, held.workshop_id, session, current_person(), 'present',
    round(extract(epoch from held.ends_at - held.starts_at) / 3600, 2), current_person(), at);
  return true;
end $$;
alter function attend_by_ticket(uuid, uuid, text, timestamptz) owner to trellis_definer;

create policy attendances_by_code on attendances for insert to trellis_definer with check (
    organisation_id = current_organisation() and person_id = current_person() and marked_by = current_person());
grant insert on attendances to trellis_definer;
