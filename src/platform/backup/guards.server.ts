/**
 * What guards the rows day by day would refuse their return: foreign keys while half the tables are empty, append-only
 * triggers, the chaining of the audit, row-level security for an owner. They are taken down within one transaction and
 * put back before it commits, which checks every foreign key anew; nobody else ever sees the tables without them.
 */
import type pg from 'pg';
import { nameOf, speakPlainly, type Table } from './tables.server.ts';

/** Runs `work` in one transaction on empty, unguarded tables. */
export async function bareOfGuards(
  client: pg.Client,
  tables: Pick<Table, 'schema' | 'name'>[],
  work: () => Promise<void>
): Promise<void> {
  const names = tables.map(nameOf);
  await client.query('begin');
  try {
    // Names come with their schema from here on, before and after.
    await speakPlainly(client);
    const guards = await standing(client);
    const keys = await foreignKeys(client, names);
    for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
    const forced = await guarded(client, names);
    for (const table of forced) await client.query(`alter table ${table} no force row level security`);
    await refuseInhabited(client);
    for (const table of names) await client.query(`alter table ${table} disable trigger user`);
    await work();
    for (const table of names) await client.query(`alter table ${table} enable trigger user`);
    for (const { table, name, definition } of keys)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
    for (const table of forced) await client.query(`alter table ${table} force row level security`);
    if ((await standing(client)) !== guards)
      throw new Error('The guards of the tables did not all come back; nothing was restored.');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function refuseInhabited(client: pg.Client): Promise<void> {
  const { rows } = await client.query('select exists (select from public.organisations) as inhabited');
  if (rows[0].inhabited)
    throw new Error(
      'There is an organisation here already. A backup is restored into an empty data folder or database only.'
    );
}

type ForeignKey = { table: string; name: string; definition: string };

// A partition's keys come and go with its parent's.
async function foreignKeys(client: pg.Client, tables: string[]): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0
       and (conrelid = any ($1::regclass[]::oid[]) or confrelid = any ($1::regclass[]::oid[]))
     order by 1, 2`,
    [tables]
  );
  return rows;
}

async function guarded(client: pg.Client, tables: string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select oid::regclass::text as name from pg_class where oid = any ($1::regclass[]::oid[]) and relforcerowsecurity',
    [tables]
  );
  return rows.map(({ name }) => name);
}

/** Everything that guards a table, as one text to compare: row-level security, its policies, triggers and keys. */
async function standing(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ guards: string }>(`
    select string_agg(guard, E'\\n' order by guard collate "C") as guards from (
      select format('%s %s %s', oid::regclass, relrowsecurity, relforcerowsecurity) from pg_class
        where relkind in ('r', 'p') and relnamespace::regnamespace::text in ('public', 'identity', 'pgboss')
      union all select format('%s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
      union all select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where contype = 'f'
      union all select format('%s.%s %s', schemaname, tablename, policyname) from pg_policies) as all_guards (guard)`);
  return rows[0]!.guards;
}
