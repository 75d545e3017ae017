/**
 * Reading everything. A superuser, such as the embedded server's, may; the plain owner of an outside database is held to
 * row-level security like anybody. For the time of a backup it makes a role that policies let read, and only the
 * owner can take: no request ever runs as it, and nobody waits longer than one statement.
 */
import type pg from 'pg';

const reader = 'trellis_backup';

/** Runs `work` in one read-only snapshot that sees every row. */
export async function readingAll<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  const bypasses = await mayReadAll(client);
  if (!bypasses) await letReaderRead(client);
  try {
    await client.query('begin isolation level repeatable read read only');
    if (!bypasses) await client.query(`set local role ${reader}`);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    if (!bypasses) await stopReader(client);
  }
}

async function mayReadAll(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    'select rolsuper or rolbypassrls as may from pg_roles where rolname = current_user'
  );
  return rows[0].may;
}

async function letReaderRead(client: pg.Client): Promise<void> {
  await client.query(`do $$ begin create role ${reader} nologin nosuperuser nobypassrls;
    exception when duplicate_object or unique_violation then null; end $$`);
  await client.query(`grant ${reader} to current_user`);
  for (const schema of ['public', 'identity', 'pgboss']) {
    await client.query(`grant usage on schema ${schema} to ${reader}`);
    await client.query(`grant select on all tables in schema ${schema} to ${reader}`);
    await client.query(`grant select on all sequences in schema ${schema} to ${reader}`);
  }
  await forEachGuarded(
    client,
    'create policy trellis_backup_reads on %s for select to trellis_backup using (true)'
  );
}

async function stopReader(client: pg.Client): Promise<void> {
  await forEachGuarded(client, 'drop policy if exists trellis_backup_reads on %s');
}

// A statement each: every table is locked for a moment only, and given up rather than waited for.
async function forEachGuarded(client: pg.Client, statement: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r' and relrowsecurity order by 1`
  );
  await client.query(`set lock_timeout = '10s'`);
  for (const { name } of rows) {
    if (statement.startsWith('create'))
      await client.query(`drop policy if exists trellis_backup_reads on ${name}`);
    await client.query(statement.replace('%s', name));
  }
  await client.query('reset lock_timeout');
}
