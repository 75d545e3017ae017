-- PostgreSQL takes policies that look into each other for endless as soon as each holds a `select`, also one that looks nowhere:
-- a session brought in by a list could no longer be taken back. So who speaks is asked once only where a policy looks into
-- a table anyhow, or where none of its table's policies does; elsewhere it is asked of every row, as before.

create or replace function ask_once_in_policies() returns void language plpgsql as $$
declare
  policy record;
  asked constant text :=
    '(?<!SELECT )(current_person\(\)|current_organisation\(\)|current_token\(\)|clock_now\(\)|speaks_as\(VARIADIC ARRAY\[[^]]*\]\))';
begin
  for policy in
    select tablename, policyname, qual, regexp_replace(qual, asked, '(select \1)', 'g') as once
    from pg_policies p where schemaname = 'public' and 'trellis_app' = any (roles) and qual ~ asked
      and (qual ~ 'SELECT' or not exists (select from pg_policies beside
        where beside.schemaname = p.schemaname and beside.tablename = p.tablename and concat(beside.qual, beside.with_check) ~ 'SELECT'))
  loop
    execute format('alter policy %I on public.%I using (%s)', policy.policyname, policy.tablename, policy.once);
  end loop;
end $$;

alter policy encounter_withdrawals_read on encounter_withdrawals using (organisation_id = current_organisation());
