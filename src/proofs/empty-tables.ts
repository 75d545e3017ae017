/** A row for each table that nobody's actions reached, so that its policies have something to decide on. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { columnsOf, type Column } from './probes.ts';

/** Where the rows stand: an organisation, and two people of an open relationship. */
export type Here = { organisation: string; supporter: string; seeker: string };

/** Puts one row into each table the story left empty, so that its policies have something to decide on. Returns those it could not. */
export async function fillEmptyTables(owner: pg.Client, here: Here): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'r' order by 1`
  );
  const empty = [];
  for (const { name } of rows)
    if ((await owner.query(`select from ${name} limit 1`)).rowCount === 0) empty.push(name);
  // Parents first: whoever cannot be filled yet is tried again.
  let left = empty;
  for (let round = 0; round < 4 && left.length > 0; round += 1) {
    const failed = [];
    for (const name of left) if (!(await fill(owner, name, here))) failed.push(name);
    left = failed;
  }
  return left;
}

async function fill(owner: pg.Client, table: string, here: Here): Promise<boolean> {
  const columns = (await columnsOf(owner, table)).filter(({ nullable }) => !nullable);
  const values = [];
  for (const column of columns) values.push(await valueFor(owner, column, here));
  // Without its triggers and checks: it need not have come about as a real one would.
  const { rows: checks } = await owner.query(
    `select conname from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [table]
  );
  for (const { conname } of checks) await owner.query(`alter table ${table} drop constraint "${conname}"`);
  await owner.query('set session_replication_role = replica');
  return owner
    .query(
      `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) values (${values.map((_, at) => `$${at + 1}`).join(', ')})`,
      values
    )
    .then(
      () => true,
      () => false
    )
    .finally(() => owner.query('set session_replication_role = origin'));
}

async function valueFor(
  owner: pg.Client,
  { name, type, to, choices }: Column,
  { organisation, supporter, seeker }: Here
): Promise<unknown> {
  if (name === 'organisation_id') return organisation;
  if (to === 'people') return /^(seeker|subject|about|sealed_for)/.test(name) ? seeker : supporter;
  if (to && type === 'uuid') {
    const { rows } = await owner.query(`select * from ${to} limit 1`);
    return rows[0]?.[name] ?? rows[0]?.id ?? randomUUID();
  }
  const chosen = choices && /'([^']+)'/.exec(choices)?.[1];
  if (chosen && type === 'text') return chosen;
  const plain: Record<string, unknown> = {
    uuid: randomUUID(),
    text: 'x@example.org',
    boolean: false,
    bytea: Buffer.from('x'),
    date: '2026-11-01',
    jsonb: '{}'
  };
  if (type in plain) return plain[type];
  if (type.endsWith('[]')) return chosen ? [chosen] : ['x'];
  return type.startsWith('timestamp') ? new Date() : type.startsWith('time') ? '09:00' : 1;
}
