/**
 * Brings the database to the newest form. Every room keeps its tables in `migrations/*.sql`; they run in
 * the order of their names, each once, in one transaction, and an edited one is refused.
 */
import { createHash } from 'node:crypto';
import { readFileSync, globSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Addresses } from './connect.server.ts';

export type Migration = { name: string; sql: string; checksum: string };

/**
 * Applies what is missing. Returns the names applied. Makes the database and its roles where there are none.
 * `only` stops at an older form, for a backup that had it.
 */
export async function migrate(
  addresses: Addresses,
  afterwards?: (client: pg.Client) => Promise<void>,
  only?: ReadonlySet<string>
): Promise<string[]> {
  await createDatabaseIfMissing(addresses.owner);
  const client = new pg.Client({ connectionString: addresses.owner });
  await client.connect();
  try {
    await refuseOldServer(client);
    // One migrator at a time, however many nodes start together.
    await client.query('select pg_advisory_lock(7203116601)');
    await createRoles(client, decodeURIComponent(new URL(addresses.login).password));
    await client.query(`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const applied = await applyMissing(client, only);
    await afterwards?.(client);
    return applied;
  } finally {
    await client.end();
  }
}

/** Refreshes the planner's statistics after very much arrived at once; PostgreSQL by itself would only do so some minutes later. */
export async function analyse(addresses: Addresses): Promise<void> {
  const client = new pg.Client({ connectionString: addresses.owner });
  await client.connect();
  await client.query('analyze').finally(() => client.end());
}

/** Every migration of the platform and the rooms, in order. */
export function migrations(home = process.env.TRELLIS_HOME ?? process.cwd()): Migration[] {
  return globSync('src/**/migrations/*.sql', { cwd: home })
    .map((file) => {
      const sql = readFileSync(path.join(home, file), 'utf8');
      return { name: path.basename(file), sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function applyMissing(client: pg.Client, only?: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations'
  );
  const done = new Map(rows.map((row) => [row.name, row.checksum]));
  const all = migrations();
  const edited = all.filter(({ name, checksum }) => done.has(name) && done.get(name) !== checksum);
  if (edited.length > 0) {
    throw new Error(
      `These migrations were edited after they ran: ${edited.map(({ name }) => name).join(', ')}. Write a new one instead.`
    );
  }
  const missing = all.filter(({ name }) => !done.has(name) && (!only || only.has(name)));
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select current_setting('server_version_num')::int as version");
  if (rows[0].version < 150000) throw new Error('Trellis needs PostgreSQL 15 or newer.');
}

// trellis_login may only take one of the two working roles; by itself it sees nothing.
async function createRoles(client: pg.Client, password: string): Promise<void> {
  for (const role of ['trellis_app', 'trellis_identity', 'trellis_definer']) {
    await client.query(`do $$ begin create role ${role} nologin nosuperuser nobypassrls;
      exception when duplicate_object or unique_violation then null; end $$`);
  }
  await client.query(`do $$ begin create role trellis_login login noinherit nosuperuser nobypassrls;
    exception when duplicate_object or unique_violation then null; end $$`);
  await client.query(`alter role trellis_login login noinherit password ${client.escapeLiteral(password)}`);
  await client.query('grant trellis_app, trellis_identity to trellis_login');
  // The few `security definer` functions belong to trellis_definer, whose reach is spelled out in policies too.
  await client.query('grant trellis_definer to current_user');
  await client.query('grant usage, create on schema public to trellis_definer');
  // Nobody makes temporary tables: one could stand in front of a real table inside a `security definer` function.
  const { rows } = await client.query('select current_database() as name');
  await client.query(`revoke temporary on database ${client.escapeIdentifier(rows[0].name)} from public`);
}

async function createDatabaseIfMissing(ownerUrl: string): Promise<void> {
  const url = new URL(ownerUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
