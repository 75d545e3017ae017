/**
 * Is a policy's removal noticed? Somebody is looked for who gets at a row by this policy alone, or whom a restrictive one
 * alone keeps from it; then it is dropped, and they try again. The database itself says whom to ask: it evaluates the policy's own words, and no other's, for each speaker
 * on the rows there are. The tries are real ones, under row-level security, and all of them are undone.
 */
import type pg from 'pg';

export type Speaker = { name: string; begin: string; person: string | null; organisation: string };
export type Policy = {
  table: string;
  name: string;
  verb: 'select' | 'insert' | 'update' | 'delete' | 'all';
  restrictive: boolean;
  role: string;
  using: string | null;
  check: string | null;
};
export type Column = {
  name: string;
  type: string;
  nullable: boolean;
  to: string | null;
  choices: string | null;
};
type Witness = { speaker: Speaker; text: string; values: unknown[] };

// So many are tried for one policy: a restrictive policy beside it may refuse the first ones.
const witnessesMax = 8;

/** Lets the database look at many rows for many speakers in one go. Once a connection. */
export async function prepareProbes(owner: pg.Client): Promise<void> {
  await owner.query(`
    create function pg_temp.sights(role text, begins text[], query text) returns int[] language plpgsql as $$
    declare
      seen int[] := '{}'; rows int; begun text;
    begin
      foreach begun in array begins loop
        execute format('set local role %I', role);
        execute 'select ' || begun;
        execute query into rows;
        seen := seen || rows;
        reset role;
      end loop;
      return seen;
    end $$;
    create function pg_temp.found_by(role text, begins text[], queries text[], most int)
      returns table (speaker int, witness text) language plpgsql as $$
    declare
      query text; row text; left_over int := most;
    begin
      for at in 1 .. cardinality(begins) loop
        foreach query in array string_to_array(queries[at], e'\\x01') loop
          execute format('set local role %I', role);
          execute 'select ' || begins[at];
          execute query into row;
          reset role;
          if row is null then continue; end if;
          speaker := at; witness := row;
          return next;
          left_over := left_over - 1;
          if left_over = 0 then return; end if;
        end loop;
      end loop;
    end $$`);
}

/** Null when somebody notices that the policy is gone; else why nobody did. */
export async function unnoticed(
  owner: pg.Client,
  policy: Policy,
  all: Policy[],
  speakers: Speaker[]
): Promise<string | null> {
  await owner.query('begin');
  try {
    // What a trigger or a reference says is another matter; row-level security stays as it is.
    await owner.query('set local session_replication_role = replica');
    if (policy.verb === 'select' || policy.verb === 'all') return await unseen(owner, policy, speakers);
    const alike = all.filter(
      ({ name, table, role, verb, restrictive }) =>
        name !== policy.name &&
        table === policy.table &&
        role === policy.role &&
        [policy.verb, 'all'].includes(verb) &&
        !restrictive
    );
    const columns = await columnsOf(owner, policy.table);
    const witnesses =
      policy.verb === 'insert'
        ? await writers(owner, policy, { alike, columns, speakers })
        : await changers(owner, policy, { alike, columns, speakers });
    return await untried(owner, policy, witnesses);
  } finally {
    await owner.query('rollback');
  }
}

async function unseen(owner: pg.Client, policy: Policy, speakers: Speaker[]): Promise<string | null> {
  const before = await sights(owner, policy, speakers);
  const looking = speakers.filter((_, at) => policy.restrictive || before[at]! > 0);
  const expected = before.filter((rows) => policy.restrictive || rows > 0);
  await drop(owner, policy);
  const after = await sights(owner, policy, looking);
  return after.some((rows, at) => rows !== expected[at]) ? null : `${looking.length} see as much as before`;
}

async function sights(owner: pg.Client, { table, role }: Policy, speakers: Speaker[]): Promise<number[]> {
  const { rows } = await owner.query('select pg_temp.sights($1, $2, $3) as seen', [
    role,
    speakers.map(({ begin }) => begin),
    `select count(*) from ${table}`
  ]);
  return rows[0].seen;
}

/** Tries each witness with the policy and without it; the first to be answered otherwise has noticed. */
async function untried(owner: pg.Client, policy: Policy, witnesses: Witness[]): Promise<string | null> {
  for (const witness of witnesses) {
    const before = await mayDo(owner, policy.role, witness);
    await owner.query('savepoint removal');
    await drop(owner, policy);
    const after = await mayDo(owner, policy.role, witness);
    await owner.query('rollback to savepoint removal');
    if (before !== after && after === policy.restrictive) return null;
  }
  return `${witnesses.length} tried, and were answered as before`;
}

const drop = (owner: pg.Client, { table, name }: Policy) => owner.query(`drop policy ${name} on ${table}`);

/** Whether the try gets past row-level security; what a constraint says afterwards is no matter. */
export async function mayDo(
  owner: pg.Client,
  role: string,
  { speaker, text, values }: { speaker: Pick<Speaker, 'begin'>; text: string; values: unknown[] }
): Promise<boolean> {
  await owner.query('savepoint probe');
  try {
    await owner.query(`set local role ${role}`);
    await owner.query(`select ${speaker.begin}`);
    return ((await owner.query(text, values)).rowCount ?? 0) > 0;
  } catch (error) {
    return (error as { code?: string }).code !== '42501';
  } finally {
    await owner.query('rollback to savepoint probe');
  }
}

type Around = { alike: Policy[]; columns: Column[]; speakers: Speaker[] };

/** Rows that only this policy lets somebody add, or keeps them from adding: those there are, with the speaker as one of their people, or of another thing. */
async function writers(owner: pg.Client, policy: Policy, around: Around): Promise<Witness[]> {
  const { table, role } = policy;
  await owner.query(`create temporary table ${copyOf(table)} as table ${table}`);
  await owner.query(`grant select on ${copyOf(table)} to ${role}`);
  const found = await writersOf(owner, policy, around, [
    `select to_jsonb(c) as made from ${copyOf(table)} c`
  ]);
  if (found.length > 0) return found;
  // What a row that is there did to its thing may be what closes the thing to another such row.
  const things = around.columns.filter(
    ({ to, type, name }) => to && to !== 'people' && type === 'uuid' && name !== 'organisation_id'
  );
  const ofOthers = things.map(
    ({ name, to }) =>
      `select to_jsonb(c) || jsonb_build_object('${name}', thing.id) as made from (select * from ${copyOf(table)} limit 1) c, ${to} thing`
  );
  return ofOthers.length > 0 ? writersOf(owner, policy, around, ofOthers) : [];
}

async function writersOf(
  owner: pg.Client,
  { table, role, check, restrictive }: Policy,
  { alike, columns, speakers }: Around,
  sources: string[]
): Promise<Witness[]> {
  const people = columns.filter(({ to }) => to === 'people').map(({ name }) => name);
  const makers = people.filter((name) => /by$|^actor/.test(name));
  const variants = [[], makers, people, ...people.map((name) => [name])];
  const byOthers = anyOf(alike.map((other) => other.check));
  const only = restrictive ? `(${byOthers}) and not (${check})` : `(${check}) and not (${byOthers})`;
  const queries = speakers.map(({ person, organisation }) =>
    sources.flatMap((source) =>
      variants.map((mine) => {
        const own = Object.fromEntries(mine.map((name) => [name, person]));
        const here =
          table === 'organisations' ? { id: organisation } : restrictive && { organisation_id: organisation };
        const changed = JSON.stringify({ ...own, ...here });
        return `select to_jsonb(${table})::text from (
          select (jsonb_populate_record(null::public.${table}, made || '${changed}')).* from (${source}) s) as ${table}
          where ${only} limit 1`;
      })
    )
  );
  const list = (await columnsFor(owner, table, role, 'insert')).map((name) => `"${name}"`).join(', ');
  const text = `insert into ${table} (${list}) select ${list} from jsonb_populate_record(null::${table}, $1)`;
  const found = await foundBy(owner, role, speakers, queries);
  return found.map(({ speaker, witness: row }) => ({ speaker, text, values: [row] }));
}

const copyOf = (table: string) => `copy_of_${table}`;

/** Rows that this policy, and best no other, lets somebody change or remove. */
async function changers(owner: pg.Client, policy: Policy, { alike, columns, speakers }: Around) {
  const { table, role, verb } = policy;
  const alone = `not (${anyOf(alike.map(({ using }) => using))})`;
  const queries = speakers.map(() =>
    [alone, 'true'].map(
      (also) => `select ctid::text from ${table} where (${policy.using}) and ${also} limit 1`
    )
  );
  const found = await foundBy(owner, role, speakers, queries);
  if (verb === 'delete')
    return found.map(({ speaker, witness: place }): Witness => ({
      speaker,
      text: `delete from ${table} where ctid = $1::tid`,
      values: [place]
    }));
  const names = await columnsFor(owner, table, role, 'update');
  return found.flatMap(({ speaker, witness: place }) =>
    [
      (column: Column) => `"${column.name}"`,
      (column: Column) => filled(column, speaker),
      (column: Column) => (column.nullable ? 'null' : `"${column.name}"`)
    ].map((value): Witness => {
      const change = names.map(
        (name) => `"${name}" = ${value(columns.find((column) => column.name === name)!)}`
      );
      return {
        speaker,
        text: `update ${table} set ${change.join(', ')} where ctid = $1::tid`,
        values: [place]
      };
    })
  );
}

async function foundBy(owner: pg.Client, role: string, speakers: Speaker[], queries: string[][]) {
  const { rows } = await owner.query<{ speaker: number; witness: string }>(
    'select * from pg_temp.found_by($1, $2, $3, $4)',
    [role, speakers.map(({ begin }) => begin), queries.map((some) => some.join('\x01')), witnessesMax]
  );
  return rows.map(({ speaker, witness }) => ({ speaker: speakers[speaker - 1]!, witness }));
}

function anyOf(conditions: (string | null)[]): string {
  return conditions.map((condition) => `coalesce((${condition}), false)`).join(' or ') || 'false';
}

function filled({ name, type, to }: Column, { person }: Speaker): string {
  if (to === 'people' && person) return `coalesce("${name}", '${person}'::uuid)`;
  if (type.startsWith('timestamp')) return `coalesce("${name}", now())`;
  if (type === 'date') return `coalesce("${name}", current_date)`;
  return `"${name}"`;
}

export async function columnsFor(
  owner: pg.Client,
  table: string,
  role: string,
  verb: 'insert' | 'update'
): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
     and has_column_privilege($2, attrelid, attnum, $3)`,
    [table, role, verb]
  );
  return rows.map(({ name }) => name);
}

export async function columnsOf(owner: pg.Client, table: string): Promise<Column[]> {
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
