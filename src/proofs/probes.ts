/** Small tries, each by one speaker on one row, whose answers row-level security decides. All of them are undone. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export type Speaker = { name: string; begin: string; person: string | null };
export type Target = { table: string; verb: 'select' | 'insert' | 'update' | 'delete'; role: string };
export type Probe = Target & { stillAllowed: () => Promise<boolean> };

type Column = { name: string; type: string; nullable: boolean; to: string | null; choices: string | null };

/** The tries row-level security lets through, at most so many; for reading, how many rows each speaker sees. */
export async function allowed(
  owner: pg.Client,
  target: Target,
  speakers: Speaker[],
  most: number
): Promise<Probe[]> {
  const who = target.role === 'trellis_definer' ? speakers.slice(0, 1) : speakers;
  if (target.verb === 'select') return sights(owner, target, who);
  const found: Probe[] = [];
  for (const statement of await statements(owner, target)) {
    for (const speaker of who) {
      const stillAllowed = () => tried(owner, target.role, speaker, statement);
      if (!(await within(owner, stillAllowed))) continue;
      found.push({ ...target, stillAllowed });
      if (found.length >= most) return found;
    }
  }
  return found;
}

async function sights(owner: pg.Client, target: Target, speakers: Speaker[]): Promise<Probe[]> {
  const found: Probe[] = [];
  for (const speaker of speakers) {
    const seen = () => count(owner, target, speaker);
    const before = await within(owner, seen);
    if (before > 0) found.push({ ...target, stillAllowed: async () => (await seen()) === before });
  }
  return found;
}

async function count(owner: pg.Client, { table, role }: Target, { begin }: Speaker): Promise<number> {
  await owner.query('savepoint probe');
  await owner.query(`set local role ${role}`);
  await owner.query(`select ${begin}`);
  const { rows } = await owner.query(`select count(*)::int as rows from ${table}`);
  await owner.query('rollback to savepoint probe');
  return rows[0].rows;
}

async function within<T>(owner: pg.Client, work: () => Promise<T>): Promise<T> {
  await owner.query('begin');
  return work().finally(() => owner.query('rollback'));
}

type Statement = (speaker: Speaker) => { text: string; values: unknown[] };

/** Whether the try gets past row-level security; what a constraint says afterwards is no matter. */
async function tried(
  owner: pg.Client,
  role: string,
  speaker: Speaker,
  statement: Statement
): Promise<boolean> {
  await owner.query('savepoint probe');
  try {
    await owner.query(`set local role ${role}`);
    await owner.query(`select ${speaker.begin}`);
    return ((await owner.query(statement(speaker))).rowCount ?? 0) > 0;
  } catch (error) {
    return (error as { code?: string }).code !== '42501';
  } finally {
    await owner.query('rollback to savepoint probe');
  }
}

async function statements(owner: pg.Client, { table, verb, role }: Target): Promise<Statement[]> {
  const columns = await columnsOf(owner, table);
  const { rows } = await owner.query(
    `select to_jsonb(t) as row, ctid::text as place from ${table} t order by random() limit 60`
  );
  if (verb === 'delete')
    return rows
      .slice(0, 60)
      .map(({ place }) => () => ({ text: `delete from ${table} where ctid = $1::tid`, values: [place] }));
  const { rows: may } = await owner.query(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
     and has_column_privilege($2, attrelid, attnum, $3)`,
    [table, role, verb]
  );
  const names = may.map(({ name }) => name as string);
  const people = columns.filter(({ to }) => to === 'people').map(({ name }) => name);
  const sample = rows.slice(0, 12);
  if (verb === 'insert') {
    const own = [
      [],
      people.filter((name) => /by$|^actor/.test(name)),
      people,
      ...people.map((name) => [name])
    ];
    return sample.flatMap(({ row }) => own.map((mine) => insertion(table, names, row, mine)));
  }
  const changes = [
    names.map((name) => `${name} = ${name}`),
    names.map((name) => `${name} = ${filled(columns.find((column) => column.name === name)!)}`)
  ];
  return sample.flatMap(({ place }) =>
    changes.map((change): Statement => ({ person }) => ({
      text: `update ${table} set ${change.join(', ').replaceAll('$speaker', person ? `'${person}'::uuid` : 'null')} where ctid = $1::tid`,
      values: [place]
    }))
  );
}

const insertion =
  (table: string, names: string[], row: Record<string, unknown>, mine: string[]): Statement =>
  ({ person }) => {
    const own = Object.fromEntries(mine.map((name) => [name, person]));
    const list = names.map((name) => `"${name}"`).join(', ');
    return {
      text: `insert into ${table} (${list}) select ${list} from jsonb_populate_record(null::${table}, $1)`,
      values: [JSON.stringify({ ...row, ...('id' in row && { id: randomUUID() }), ...own })]
    };
  };

function filled({ name, type, to }: Column): string {
  if (to === 'people') return `coalesce("${name}", $speaker)`;
  if (type.startsWith('timestamp')) return `coalesce("${name}", now())`;
  return `"${name}"`;
}

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

async function columnsOf(owner: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await owner.query(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull or a.atthasdef as nullable,
       (select f.confrelid::regclass::text from pg_constraint f where f.conrelid = a.attrelid and f.contype = 'f'
          and a.attnum = any (f.conkey) and (a.attname <> 'organisation_id' or f.confrelid = 'organisations'::regclass)
          order by cardinality(f.conkey) limit 1) as to,
       (select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]
          and pg_get_constraintdef(k.oid) like '%ARRAY[%' limit 1) as choices
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
    [table]
  );
  return rows;
}
