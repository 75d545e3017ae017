-- Somebody outside who would like to become a supporter. What they wrote is kept until it is answered, and then erased:
-- whoever is invited is known from then on by the invitation, and nobody keeps a list of those who were not.

create table applications (
  organisation_id uuid not null references organisations,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  email text not null check (email = lower(email) and email like '%_@_%'),
  phone text check (length(phone) between 1 and 60),
  languages text[] not null check (cardinality(languages) > 0),
  why text not null check (length(why) between 1 and 4000),
  -- What the answer is written in.
  language text not null,
  asked_at timestamptz not null,
  primary key (organisation_id, id)
);
create index applications_by_time on applications (organisation_id, asked_at);

alter table applications enable row level security;
alter table applications force row level security;
create policy applications_ask on applications for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('visitor'));
create policy applications_read on applications for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('administrator', 'coordinator'));
create policy applications_erase on applications for delete to trellis_app using (
  organisation_id = current_organisation() and speaks_as('administrator', 'coordinator'));
grant select, insert, delete on applications to trellis_app;
