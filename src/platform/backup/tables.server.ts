/** The tables as the database's own catalogue knows them, and their rows in an order that never depends on chance. */
import { createHash, type Hash } from 'node:crypto';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export type Table = { schema: string; name: string; columns: string[]; key: string[] };

// The queue keeps statistics and locks in tables of its own that a start makes anew; only its jobs are carried over.
const carried = `(n.nspname in ('public', 'identity') and c.relname <> 'schema_migrations')
  or (n.nspname = 'pgboss' and c.relname in ('job_common', 'job_dependency'))`;

/** Every table a backup carries, with its written columns and its primary key. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as name,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select json_agg(a.attname order by array_position(i.indkey::int2[], a.attnum)) from pg_index i
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) where i.indrelid = c.oid and i.indisprimary), '[]') as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and (${carried}) order by n.nspname, c.relname`);
  return rows;
}

export type Sequence = { schema: string; name: string; value: string };

/** Every sequence that was used, with its last value. */
export async function sequencesOf(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences
    where schemaname in ('public', 'identity') and last_value is not null order by 1, 2`);
  return rows;
}

/** Quoted, with its schema. */
export function nameOf({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${quoted(schema)}.${quoted(name)}`;
}

export type Told = { rows: number; sha256: string };

/** Sends the table's rows to `sink`, in the order of its key, and tells how many and their SHA-256. */
export async function tell(client: pg.Client, table: Table, sink?: NodeJS.WritableStream): Promise<Told> {
  const order = (table.key.length ? table.key.map(quoted) : ['t']).map(
    (column) => `${column}::text collate "C"`
  );
  const columns = table.columns.map(quoted).join(', ');
  const source = client.query(
    copyTo(`copy (select ${columns} from ${nameOf(table)} t order by ${order}) to stdout`)
  );
  const hash = createHash('sha256');
  await pipeline(source, hashing(hash), sink ?? new PassThrough().resume());
  return { rows: source.rowCount, sha256: hash.digest('hex') };
}

/** Fills the table with rows that `tell` sent. */
export async function fill(
  client: pg.Client,
  table: Pick<Table, 'schema' | 'name' | 'columns'>,
  rows: NodeJS.ReadableStream[]
): Promise<void> {
  const target = client.query(
    copyFrom(`copy ${nameOf(table)} (${table.columns.map(quoted).join(', ')}) from stdin`)
  );
  await pipeline([...rows, target] as unknown as [NodeJS.ReadableStream, NodeJS.WritableStream]);
}

/** Settings under which the same row is always the same text, whatever the server's own. */
export async function speakPlainly(client: pg.Client): Promise<void> {
  await client.query(`set local datestyle = iso; set local timezone = 'UTC'; set local intervalstyle = postgres;
    set local extra_float_digits = 1; set local bytea_output = hex; set local search_path = pg_catalog`);
}

function hashing(hash: Hash): Transform {
  return new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    }
  });
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
