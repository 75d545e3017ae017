-- What every page asks first, in one question: whose session this is, where they belong, and to speak as them in the
-- organisation they chose or, if they are not in it, their first. What is no session, or one that has ended, speaks for nobody.
-- As in `begin_as_person` the database itself looks up who that is; to be answered, one must hold the session's token.

grant select on identity.session to trellis_definer;

create function begin_session(held text, chosen uuid)
  returns table (session uuid, person uuid, name text, account text, shared boolean, started_at timestamptz,
    last_used_at timestamptz, confirmed_at timestamptz, owes_second_factor boolean, memberships json, acting_in uuid)
  language plpgsql security definer set search_path = public as $$
begin
  select s.id, u.id, u.name, coalesce(u.username, u.email), s.shared, s."createdAt", coalesce(s."lastUsedAt", s."createdAt"),
      coalesce(s."confirmedAt", s."createdAt"), u."shortPassword" and not coalesce(u."twoFactorEnabled", false)
    into session, person, name, account, shared, started_at, last_used_at, confirmed_at, owes_second_factor
    from identity.session s join identity."user" u on u.id = s."userId"
    where s.token = held and s."expiresAt" > now();
  if not found then return; end if;
  select coalesce(json_agg(m), '[]'), coalesce(
      (array_agg(m.organisation_id) filter (where m.organisation_id = chosen))[1], (array_agg(m.organisation_id))[1])
    into memberships, acting_in from memberships_of(person) m;
  perform begin_as_person(person, acting_in);
  return next;
end $$;
alter function begin_session(text, uuid) owner to trellis_definer;
