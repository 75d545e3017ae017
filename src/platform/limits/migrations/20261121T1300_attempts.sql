-- One row for every attempt that is counted against a limit. The key is a keyed hash: the table names nobody.
-- It lives beside sign-in, where only the role trellis_identity reaches, and is written outside the request's
-- transaction, so that an attempt counts even when everything else about it is undone.
create table identity.attempt (
  id uuid primary key,
  key bytea not null,
  at timestamptz not null
);
create index attempt_by_key on identity.attempt (key, at);
create index attempt_by_time on identity.attempt (at);
grant select, insert, delete on identity.attempt to trellis_identity;

-- Counts an attempt if there is still room for it. The lock makes looking and counting one step, however many
-- attempts come at once.
create function identity.take_attempt(attempt uuid, attempt_key bytea, attempt_at timestamptz, since timestamptz, most int)
  returns boolean language plpgsql set search_path = identity as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(encode(attempt_key, 'hex'), 0));
  delete from identity.attempt a where a.key = attempt_key and a.at <= since;
  if (select count(*) from identity.attempt a where a.key = attempt_key) >= most then
    return false;
  end if;
  insert into identity.attempt values (attempt, attempt_key, attempt_at);
  return true;
end $$;
