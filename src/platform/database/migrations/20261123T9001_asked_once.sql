-- Who speaks is the same for a whole statement, so a policy should ask it once and not in every row it looks at: in a list
-- of two hundred people that asking was half of the work. PostgreSQL asks once what stands in a `select` of its own. The
-- policies keep their meaning, word for word; rooms write them without the brackets and call this when they have many rows.

create function ask_once_in_policies() returns void language plpgsql as $$
declare
  policy record;
  asked constant text :=
    '(?<!SELECT )(current_person\(\)|current_organisation\(\)|current_token\(\)|clock_now\(\)|speaks_as\(VARIADIC ARRAY\[[^]]*\]\))';
begin
  for policy in
    select tablename, policyname, qual, regexp_replace(qual, asked, '(select \1)', 'g') as once
    from pg_policies where schemaname = 'public' and 'trellis_app' = any (roles) and qual ~ asked
  loop
    execute format('alter policy %I on public.%I using (%s)', policy.policyname, policy.tablename, policy.once);
  end loop;
end $$;
revoke all on function ask_once_in_policies() from public;
select ask_once_in_policies();
