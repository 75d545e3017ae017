/**
 * Every policy, one by one: is it taken away, then somebody can no more see or do what they could by it alone. And two
 * organisations: whoever speaks in one sees no row of the other. On a short story, and on what it leaves untold.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { tellStory } from '#assembly/story/index.server.ts';
import { roles } from '#platform/access/index.ts';
import { openIdentity } from '#platform/identity/index.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { fillEmptyTables } from './empty-tables.ts';
import { columnsFor, mayDo, prepareProbes, unnoticed, type Policy, type Speaker } from './probes.ts';
import { tellTheRest } from './scene.server.ts';

const database = onDatabase();
let ngo: string;
let facility: string;
let speakers: Speaker[];
let unfilled: string[];

beforeAll(async () => {
  openIdentity(database.addresses);
  const seeker = await tellStory(database.database, { scale: 0.01 });
  const token = await tellTheRest(database, seeker!.pseudonym);
  const { owner } = database;
  const { rows } = await owner.query('select id, kind from organisations');
  ngo = rows.find(({ kind }) => kind === 'ngo').id;
  facility = rows.find(({ kind }) => kind === 'facility').id;
  const { rows: pairs } = await owner.query(
    `select supporter_id as supporter, seeker_id as seeker from relationships r
     where not exists (select from relationship_endings e where e.relationship_id = r.id) limit 1`
  );
  unfilled = await fillEmptyTables(owner, { organisation: ngo, ...pairs[0] });
  // A course shows a file of its own; the other one is its giver's by nothing but having given it.
  await owner.query(
    `with another as (insert into stored_files select organisation_id, gen_random_uuid(), name, kind, media_type, bytes, sha256,
       stored_by, stored_at from stored_files limit 1 returning id)
     update course_media set id = (select id from another)`
  );
  // The story's lessons were opened long ago; one of them is open now, and whoever has its code is a speaker.
  await owner.query(`update package_visits set closes_at = now() + interval '1 day'`);
  await owner.query('analyze');
  await prepareProbes(owner);
  speakers = await everySpeaker(owner, token);
}, 300_000);

/** The jobs and visitors of both organisations, and everybody who has a part in one. */
async function everySpeaker(owner: pg.Client, token: string): Promise<Speaker[]> {
  const { rows } = await owner.query<{ id: string; name: string; organisation: string }>(
    'select distinct p.id, p.name, m.organisation_id as organisation from people p join memberships m on m.person_id = p.id'
  );
  const { rows: certificates } = await owner.query('select code from certificates order by id limit 1');
  const { rows: visits } = await owner.query('select code from package_visits limit 1');
  const founded = randomUUID();
  const job = (organisation: string): Speaker => ({
    name: 'a job',
    begin: `begin_as_system('${organisation}')`,
    person: null,
    organisation
  });
  const visitor = (organisation: string, secret: string | null): Speaker => ({
    name: 'a visitor',
    begin: `begin_as_visitor('${organisation}', ${secret ? `'${secret}'` : 'null'})`,
    person: null,
    organisation
  });
  return [
    job(ngo),
    job(facility),
    job(founded),
    visitor(ngo, null),
    visitor(ngo, token),
    visitor(ngo, certificates[0].code),
    visitor(ngo, visits[0].code),
    visitor(facility, null),
    ...rows.map(({ id, name, organisation }) => ({
      name,
      begin: `begin_as_person('${id}', '${organisation}')`,
      person: id,
      organisation
    }))
  ];
}

test('no table stayed without a row to try its policies on', () => expect(unfilled).toEqual([]));

test('every policy’s removal is noticed', async (context) => {
  const { owner } = database;
  const { rows: me } = await owner.query('select rolsuper from pg_roles where rolname = current_user');
  if (!me[0].rolsuper) context.skip('only an owner who is a superuser may speak as every role');
  const policies = await everyPolicy(owner);
  expect(policies.length).toBeGreaterThan(200);
  const wrong: string[] = [];
  for (const policy of policies) {
    const why = await unnoticed(owner, policy, policies, speakers);
    if (why) wrong.push(`${policy.table} ${policy.name} (${policy.verb}, ${policy.role}): ${why}`);
  }
  expect(wrong).toEqual([]);
}, 300_000);

test('a policy that opens nothing of its own is not noticed: it should not be there', async (context) => {
  const { owner } = database;
  const { rows: me } = await owner.query('select rolsuper from pg_roles where rolname = current_user');
  if (!me[0].rolsuper) context.skip('only an owner who is a superuser may speak as every role');
  await owner.query(
    'create policy plan_marks_twice on plan_marks for select to trellis_app using (by = current_person())'
  );
  await owner.query(
    `create policy plan_marks_write_twice on plan_marks for insert to trellis_app with check (
       by = current_person() and by_role = plan_role(organisation_id, seeker_id) and may_write_plan(organisation_id, seeker_id))`
  );
  try {
    const policies = await everyPolicy(owner);
    const superfluous = policies.filter(({ name }) => name.endsWith('_twice'));
    const reasons = [];
    for (const policy of superfluous) reasons.push(await unnoticed(owner, policy, policies, speakers));
    expect(reasons).toHaveLength(2);
    expect(reasons).not.toContain(null);
  } finally {
    await owner.query('drop policy plan_marks_twice on plan_marks');
    await owner.query('drop policy plan_marks_write_twice on plan_marks');
  }
});

/** Once for each role it speaks of. */
async function everyPolicy(owner: pg.Client): Promise<Policy[]> {
  const { rows } = await owner.query<Policy>(
    `select tablename as table, policyname as name, lower(cmd) as verb, permissive = 'RESTRICTIVE' as restrictive, r as role,
       qual as using, with_check as check
     from pg_policies cross join unnest(roles) r
     where schemaname = 'public' and r in ('trellis_app', 'trellis_definer') order by 1, 3, 2`
  );
  return rows;
}

test('whoever speaks in another organisation, with every role there, sees and changes not one row of this one', async () => {
  const { owner } = database;
  const stranger = randomUUID();
  await owner.query(
    `insert into people (id, name, kind, created_at) values ($1, 'Stranger', 'staff', now())`,
    [stranger]
  );
  for (const role of roles)
    await owner.query(
      'insert into memberships (organisation_id, id, person_id, role, since) values ($1, $2, $3, $4, now())',
      [facility, randomUUID(), stranger, role]
    );
  // What a seeker shows this facility, its clinicians see; so every consent is taken back first.
  await owner.query(
    `insert into plan_consent_withdrawals (organisation_id, consent_id, seeker_id, at)
     select organisation_id, id, seeker_id, now() from plan_consents on conflict do nothing`
  );
  const { rows: tenants } = await owner.query<{ name: string }>(
    `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped
     join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p', 'v')
     and has_any_column_privilege('trellis_app', c.oid, 'select')`
  );
  const seen: string[] = [];
  const others = [
    `begin_as_person('${stranger}', '${facility}')`,
    `begin_as_person('${stranger}', '${ngo}')`,
    `begin_as_system('${facility}')`,
    `begin_as_visitor('${facility}', null)`
  ];
  const login = await import('pg').then(
    ({ default: pg }) => new pg.Client({ connectionString: database.addresses.login })
  );
  await login.connect();
  for (const begin of others) {
    await login.query('begin');
    await login.query('set local role trellis_app');
    await login.query(`select ${begin}`);
    for (const { name } of tenants) {
      const { rows } = await login.query(
        `select count(*)::int as rows from ${name} where organisation_id = $1`,
        [ngo]
      );
      if (rows[0].rows > 0) seen.push(`${begin.split('(')[0]} ${name} ${rows[0].rows}`);
    }
    const { rows: people } = await login.query(
      `select count(*)::int as rows from people where id <> $1 and name <> 'Dr Yusuf Karim'`,
      [stranger]
    );
    if (people[0].rows > 0) seen.push(`${begin} people ${people[0].rows}`);
    await login.query('rollback');
  }
  await login.end();
  expect(tenants.length).toBeGreaterThan(60);
  expect(seen).toEqual([]);
  const written: string[] = [];
  for (const begin of others)
    for (const { name } of tenants)
      written.push(...(await writes(name, begin)).map((verb) => `${begin.split('(')[0]} ${verb} ${name}`));
  expect(written).toEqual([]);
});

/** What whoever begins so may do to the rows of the NGO in this table: nothing, be it a job, a person or a visitor. */
async function writes(table: string, begin: string): Promise<string[]> {
  const { owner } = database;
  const done: string[] = [];
  await owner.query('begin; set local session_replication_role = replica');
  try {
    for (const verb of ['insert', 'update'] as const) {
      const names = (await columnsFor(owner, table, 'trellis_app', verb)).map((name) => `"${name}"`);
      if (names.length === 0) continue;
      const { rows } = await owner.query(
        `select to_jsonb(t) as row from ${table} t where organisation_id = $1 limit 1`,
        [ngo]
      );
      const text =
        verb === 'insert'
          ? `insert into ${table} (${names.join(', ')}) select ${names.join(', ')} from jsonb_populate_record(null::${table}, $1)`
          : `update ${table} set ${names.map((name) => `${name} = ${name}`).join(', ')} where organisation_id = $1`;
      const values = verb === 'insert' ? [JSON.stringify(rows[0]?.row ?? {})] : [ngo];
      if (await mayDo(owner, 'trellis_app', { speaker: { begin }, text, values })) done.push(verb);
    }
    const { rows } = await owner.query(`select has_table_privilege('trellis_app', $1, 'delete') as may`, [
      table
    ]);
    const text = `delete from ${table} where organisation_id = $1`;
    if (rows[0].may && (await mayDo(owner, 'trellis_app', { speaker: { begin }, text, values: [ngo] })))
      done.push('delete');
    return done;
  } finally {
    await owner.query('rollback');
  }
}
