-- The keys with which an organisation signs credentials. The public half is published for as long as what it signed may
-- still be checked; the private half lies in a table of its own, sealed by the installation's master key.

create table credential_keys (
  organisation_id uuid not null references organisations,
  id uuid not null,
  -- Who signs, as the world knows them, and the address under which their documents are published. Both follow from the
  -- address people type; a key keeps those of the day it was made, because they stand in what it signed.
  issuer text not null,
  base text not null,
  public_key text not null unique check (public_key ~ '^z6Mk[1-9A-HJ-NP-Za-km-z]+$'),
  made_at timestamptz not null,
  -- Signs no more, but what it signed stays good.
  retired_at timestamptz check (retired_at >= made_at),
  retired_by uuid references people (id),
  -- Somebody else may have it: nothing that it signed is good any more.
  distrusted boolean not null default false check (not distrusted or retired_at is not null),
  reason text check (length(reason) between 1 and 2000),
  primary key (organisation_id, id),
  check ((retired_at is null) = (reason is null))
);
create unique index credential_keys_in_use on credential_keys (organisation_id, issuer) where retired_at is null;
create index credential_keys_by_issuer on credential_keys (issuer);

create table credential_secrets (
  organisation_id uuid not null,
  key_id uuid not null,
  sealed text not null,
  primary key (organisation_id, key_id),
  foreign key (organisation_id, key_id) references credential_keys (organisation_id, id)
);

alter table credential_keys enable row level security;
alter table credential_keys force row level security;
alter table credential_secrets enable row level security;
alter table credential_secrets force row level security;

create policy credential_keys_definer on credential_keys for select to trellis_definer using (true);
grant select on credential_keys to trellis_definer;

create policy credential_keys_read on credential_keys for select to trellis_app using (organisation_id = current_organisation());
-- The first badge makes the key, whoever of the staff asks for it.
create policy credential_keys_make on credential_keys for insert to trellis_app with check (
  organisation_id = current_organisation() and retired_at is null
  and (speaks_as('system') or (current_person() is not null and not speaks_as('seeker'))));
create policy credential_keys_retire on credential_keys for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('administrator', 'system'))
  with check (organisation_id = current_organisation() and retired_at is not null);
grant select, insert on credential_keys to trellis_app;
grant update (retired_at, retired_by, distrusted, reason) on credential_keys to trellis_app;

-- A visitor too asks for signed lists of what was revoked. What is read here opens nothing without the master key.
create policy credential_secrets_read on credential_secrets for select to trellis_app using (organisation_id = current_organisation());
create policy credential_secrets_make on credential_secrets for insert to trellis_app with check (
  organisation_id = current_organisation()
  and (speaks_as('system') or (current_person() is not null and not speaks_as('seeker'))));
-- Sealed again when the master key changes.
create policy credential_secrets_reseal on credential_secrets for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('system'))
  with check (organisation_id = current_organisation());
grant select, insert on credential_secrets to trellis_app;
grant update (sealed) on credential_secrets to trellis_app;

-- Public keys are for everybody who holds something they signed, whichever organisation of this installation they speak in.
create function published_keys(signer text) returns table (public_key text, base text, in_use boolean)
  language sql stable security definer set search_path = public as $$
  select k.public_key, k.base, k.retired_at is null from credential_keys k
  where k.issuer = signer and not k.distrusted order by k.made_at desc, k.id
$$;
alter function published_keys(text) owner to trellis_definer;

-- Whether an issuer is one of this installation's organisations, also when all its keys are distrusted.
create function issues_here(signer text) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from credential_keys k where k.issuer = signer)
$$;
alter function issues_here(text) owner to trellis_definer;
