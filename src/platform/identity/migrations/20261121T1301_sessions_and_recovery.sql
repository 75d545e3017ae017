-- What Trellis adds to Better Auth's own tables.

-- A password of 8 to 14 characters needs a second factor beside it.
alter table identity."user" add column "shortPassword" boolean not null default false;

alter table identity.session
  -- Chosen at sign-in: on a device that others use too, fifteen idle minutes end the session.
  add column shared boolean not null default false,
  add column "lastUsedAt" timestamptz,
  -- When the person last proved who they are; sensitive acts ask for a recent proof.
  add column "confirmedAt" timestamptz;

-- Somebody asked for a reset. Every request is written, for known and unknown addresses alike, and answered by a
-- sweep, so that neither the answer nor its time says who has an account.
create table identity.reset_request (
  id uuid primary key,
  email text not null,
  at timestamptz not null
);
grant select, insert, delete on identity.reset_request to trellis_identity;

-- The printed code a seeker comes back with when the passphrase is lost. It has 100 bits, so a hash is enough.
create table identity.recovery_code (
  user_id uuid primary key references identity."user" on delete cascade,
  hash bytea not null,
  made_at timestamptz not null
);
grant select, insert, update, delete on identity.recovery_code to trellis_identity;
