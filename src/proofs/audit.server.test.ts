/** The record of who did what, after a whole story: its chain holds, and whatever is done to it afterwards shows. */
import { beforeAll, expect, test } from 'vitest';
import { tellStory } from '#assembly/story/index.server.ts';
import { openIdentity } from '#platform/identity/index.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';

const database = onDatabase();
let organisation: string;
let entries: number;

beforeAll(async () => {
  openIdentity(database.addresses);
  await tellStory(database.database, { scale: 0.01 });
  const { rows } = await database.owner.query(
    `select organisation_id, count(*)::int as entries from audit_entries group by 1 order by 2 desc`
  );
  [{ organisation_id: organisation, entries }] = rows as [{ organisation_id: string; entries: number }];
}, 300_000);

type Break = { sequence: number; why: string } | undefined;

async function firstBroken(): Promise<Break> {
  const { rows } = await database.owner.query('select * from first_broken_link($1)', [organisation]);
  return rows[0];
}

/** What is found after somebody with the keys of the server did this behind everybody's back; it is undone again. */
async function foundAfter(...statements: string[]): Promise<Break> {
  const { owner } = database;
  await owner.query('begin; set local session_replication_role = replica');
  try {
    for (const statement of statements) {
      const { rowCount } = await owner.query(statement, [organisation]);
      expect(rowCount, statement).toBeGreaterThan(0);
    }
    return await firstBroken();
  } finally {
    await owner.query('rollback');
  }
}

test('after the whole story every organisation’s chain holds, and every entry is in it', async () => {
  const { rows } = await database.owner.query(
    `select o.name, (select b.why from first_broken_link(o.id) b) as broken, l.links = e.entries as whole
     from organisations o
     cross join lateral (select count(*) as links from audit_links where organisation_id = o.id) l
     cross join lateral (select count(*) as entries from audit_entries where organisation_id = o.id) e`
  );
  expect(entries).toBeGreaterThan(500);
  expect(rows.length).toBe(2);
  for (const row of rows) expect(row).toMatchObject({ broken: null, whole: true });
});

test('whatever is altered in an entry is found, whichever column it is', async () => {
  const { rows: columns } = await database.owner.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = 'audit_entries'::regclass and attnum > 0 and not attisdropped and attname <> 'organisation_id'`
  );
  expect(columns.length).toBeGreaterThan(8);
  for (const { name, type } of columns) {
    const other =
      type === 'uuid'
        ? 'gen_random_uuid()'
        : type === 'text'
          ? `'other.word'`
          : `${name} + interval '1 second'`;
    // The link goes with the entry, as it would for somebody who takes care.
    const moved =
      name === 'id'
        ? `with changed as (update audit_links set entry_id = gen_random_uuid() where organisation_id = $1 and sequence = 250 returning *)
           select from changed`
        : `update audit_entries set ${name} = ${other} where organisation_id = $1
           and id = (select entry_id from audit_links where organisation_id = $1 and sequence = 250)`;
    expect(await foundAfter(moved), name).toMatchObject({ sequence: 250 });
  }
});

test('an entry that was removed is found, with its link or without', async () => {
  const linked = (sequence: string) =>
    `id = (select entry_id from audit_links where organisation_id = $1 and sequence = ${sequence})`;
  expect(
    await foundAfter(`delete from audit_entries where organisation_id = $1 and ${linked('250')}`)
  ).toMatchObject({
    sequence: 250
  });
  expect(
    await foundAfter('delete from audit_links where organisation_id = $1 and sequence = 250')
  ).toMatchObject({
    sequence: 250,
    why: 'a link is missing'
  });
  expect(
    await foundAfter(
      'delete from audit_links where organisation_id = $1 and sequence > (select max(sequence) - 3 from audit_links where organisation_id = $1)'
    )
  ).toMatchObject({ why: 'the end of the chain is missing' });
});

test('entries that changed places are found', async () => {
  // By way of a third place: no two links may stand for one entry, not even for a moment.
  const aside = 'gen_random_uuid()';
  const put = (sequence: number, entry: string) =>
    `update audit_links set entry_id = ${entry} where organisation_id = $1 and sequence = ${sequence}`;
  const { rows } = await database.owner.query(
    'select entry_id from audit_links where organisation_id = $1 and sequence in (250, 251) order by sequence',
    [organisation]
  );
  const [first, second] = rows.map(({ entry_id }) => `'${entry_id}'`) as [string, string];
  const swapped = [put(250, aside), put(251, first), put(250, second)];
  expect(await foundAfter(...swapped)).toMatchObject({ sequence: 250, why: 'the entry was altered' });
});

test('an entry that was slipped in is found', async () => {
  const slipped = `insert into audit_entries (organisation_id, id, at, action, actor_roles)
    values ($1, gen_random_uuid(), now(), 'note.read', 'administrator')`;
  expect(await foundAfter(slipped)).toMatchObject({ why: 'an entry is not in the chain' });
});
