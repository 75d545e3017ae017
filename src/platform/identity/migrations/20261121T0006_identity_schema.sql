-- Sign-in lives in a schema of its own that only the role trellis_identity can read: a page's query can never
-- reach a password's hash. The tables are Better Auth's, in its own names.

create schema identity;
grant usage on schema identity to trellis_identity, trellis_definer;

create table identity."user" (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  username text unique,
  "displayUsername" text,
  "twoFactorEnabled" boolean
);

create table identity.session (
  id uuid primary key default gen_random_uuid(),
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references identity."user" on delete cascade
);
create index on identity.session ("userId");

create table identity.account (
  id uuid primary key default gen_random_uuid(),
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references identity."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null
);
create index on identity.account ("userId");

create table identity.verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index on identity.verification (identifier);

create table identity."twoFactor" (
  id uuid primary key default gen_random_uuid(),
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null references identity."user" on delete cascade,
  verified boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index on identity."twoFactor" (secret);
create index on identity."twoFactor" ("userId");

create table identity.passkey (
  id uuid primary key default gen_random_uuid(),
  name text,
  "publicKey" text not null,
  "userId" uuid not null references identity."user" on delete cascade,
  "credentialID" text not null,
  counter integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz,
  aaguid text
);
create index on identity.passkey ("userId");
create index on identity.passkey ("credentialID");

grant select, insert, update, delete on all tables in schema identity to trellis_identity;
grant select on identity."user" to trellis_definer;

-- Where a job may write to somebody. Seekers have no address; their sign-in name stands under a reserved domain.
create function mail_address_of(person uuid) returns text
  language sql stable security definer set search_path = identity as $$
  select email from identity."user" where id = person and email not like '%.invalid'
    and 'system' = current_setting('trellis.roles', true)
$$;
alter function mail_address_of(uuid) owner to trellis_definer;
