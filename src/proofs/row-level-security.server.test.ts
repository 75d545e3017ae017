/**
 * Row-level security, asked of the catalogue: what stands between one organisation and another is there for every
 * table, and nothing that runs as somebody goes round it.
 */
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { onDatabase } from '#platform/testing/index.server.ts';

const database = onDatabase();

async function list(query: string): Promise<string[]> {
  const { rows } = await database.owner.query({ text: query, rowMode: 'array' });
  return rows.map((row) => row.join(' '));
}

const tables = `select c.oid, c.relname, n.nspname, n.nspname || '.' || c.relname as name, c.relkind, c.relacl, c.relowner, c.relrowsecurity,
  c.relforcerowsecurity, c.reloptions from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'identity') and c.relkind in ('r', 'p', 'v', 'm')`;
// Grants on whole tables and on single columns alike.
const grants = `select distinct t.name, pg_get_userbyid(a.grantee) as grantee, lower(a.privilege_type) as verb from (${tables}) t
  left join pg_attribute c on c.attrelid = t.oid and c.attacl is not null
  cross join lateral (select * from aclexplode(t.relacl) union all select * from aclexplode(c.attacl)) a where a.grantee <> t.relowner`;

test('every table of the rooms forces row-level security, also on its owner', async () => {
  const open = `select name from (${tables}) t where relkind in ('r', 'p') and nspname = 'public' and not (relrowsecurity and relforcerowsecurity)`;
  // The migrator's own record, which no working role may touch; the next test says so.
  expect(await list(open)).toEqual(['public.schema_migrations']);
});

test('the working roles hold no more than their plan: pages the rooms’ tables, sign-in its own, the login nothing', async () => {
  const outside = `select name, grantee, verb from (${grants}) g where not (
    (grantee = 'trellis_app' and name like 'public.%' and name <> 'public.schema_migrations' and verb in ('select', 'insert', 'update', 'delete'))
    or (grantee = 'trellis_identity' and name like 'identity.%' and verb in ('select', 'insert', 'update', 'delete'))
    or (grantee = 'trellis_definer' and name like 'public.%' and name <> 'public.schema_migrations' and verb in ('select', 'insert', 'update'))
    -- A moved workshop's coming days make room for others; the function says who may.
    or (grantee = 'trellis_definer' and name in ('public.workshop_sessions', 'public.workshop_reminders',
      'public.room_bookings', 'public.trainer_bookings') and verb = 'delete')
    or (grantee = 'trellis_definer' and name in ('identity.user', 'identity.session') and verb = 'select'))`;
  expect(await list(outside)).toEqual([]);
  const owned = `select c.relname from pg_class c where pg_get_userbyid(c.relowner) like 'trellis%' and c.relkind in ('r', 'p', 'v', 'm')
    union select schemaname || '.' || tablename from pg_tables where tableowner = 'trellis_login'`;
  expect(await list(owned)).toEqual([]);
});

test('no working role is a superuser, goes round row-level security, or may make tables or roles', async () => {
  // A backup, once taken on this server, leaves its own role behind; what holds for the others holds for it.
  const mighty = `select rolname from pg_roles where rolname like 'trellis\\_%'
    and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin <> (rolname = 'trellis_login'))`;
  expect(await list(mighty)).toEqual([]);
  const template = new URL(inject('postgres')).pathname.slice(1);
  const makes = `select r, has_schema_privilege(r, 'public', 'create'), has_schema_privilege(r, 'identity', 'create'),
    has_database_privilege(r, '${template}', 'create'), has_database_privilege(r, '${template}', 'temporary')
    from unnest(array['trellis_app', 'trellis_identity', 'trellis_login']) r`;
  // A temporary table could stand in front of a real one inside a `security definer` function.
  expect(await list(makes)).toEqual(
    ['trellis_app', 'trellis_identity', 'trellis_login'].map((role) => `${role} false false false false`)
  );
});

test('every verb a role was granted has a policy of that role, and every write is checked', async () => {
  const unguarded = `select name, grantee, verb from (${grants}) g where name like 'public.%' and grantee like 'trellis%'
    and not exists (select from (${tables}) v where v.name = g.name and v.relkind = 'v')
    and not exists (select from pg_policies p where p.schemaname || '.' || p.tablename = g.name and g.grantee = any (p.roles)
      and p.permissive = 'PERMISSIVE' and lower(p.cmd) in (g.verb, 'all'))`;
  expect(await list(unguarded)).toEqual([]);
  expect(
    await list(
      `select tablename, policyname from pg_policies where cmd in ('INSERT', 'UPDATE', 'ALL') and with_check is null`
    )
  ).toEqual([]);
  expect(
    await list(
      `select tablename, policyname from pg_policies where roles && array['public', 'trellis_login']::name[]`
    )
  ).toEqual([]);
});

test('views look with the eyes of whoever asks', async () => {
  const views = `select name from (${tables}) t where relkind in ('v', 'm') and not coalesce(reloptions @> array['security_invoker=true'], false)
    and not coalesce(reloptions @> array['security_invoker=on'], false)`;
  expect(await list(views)).toEqual([]);
});

test('what runs with another’s rights belongs to trellis_definer and looks for names in one place', async () => {
  const loose = `select p.oid::regprocedure::text, pg_get_userbyid(p.proowner), p.proconfig::text from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname not like 'pg\\_%'
    and (pg_get_userbyid(p.proowner) <> 'trellis_definer' or p.proconfig is null
      or not exists (select from unnest(p.proconfig) c where c in ('search_path=public', 'search_path=identity', 'search_path=public, identity')))`;
  expect(await list(loose)).toEqual([]);
});

test('the login by itself reads nothing; with a role, but speaking for nobody, no row but the organisations’ names', async () => {
  const login = new pg.Client({ connectionString: database.addresses.login });
  await login.connect();
  try {
    const { rows } = await database.owner.query<{ name: string; nspname: string; relkind: string }>(
      `select name, nspname, relkind from (${tables}) t`
    );
    const quoted = (name: string) =>
      name
        .split('.')
        .map((part) => `"${part}"`)
        .join('.');
    for (const { name } of rows)
      await expect(login.query(`select from ${quoted(name)}`), name).rejects.toThrow(/permission denied/);
    await login.query('set role trellis_app');
    for (const { name, nspname } of rows) {
      if (nspname === 'identity' || name === 'public.schema_migrations') {
        await expect(login.query(`select from ${quoted(name)}`), name).rejects.toThrow(/permission denied/);
      }
    }
    await login.query('set role trellis_identity');
    for (const { name, nspname } of rows.filter(({ nspname }) => nspname === 'public'))
      await expect(login.query(`select from ${quoted(name)}`), `${nspname} ${name}`).rejects.toThrow(
        /permission denied/
      );
  } finally {
    await login.end();
  }
});
