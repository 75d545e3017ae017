/**
 * Every policy, one by one: is it taken away, then something somebody could see or do before is gone, and this notices.
 * And two organisations: whoever speaks in one sees no row of the other. Both on the demonstration's own rows.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { cast } from '#assembly/story/cast.ts';
import { tellStory } from '#assembly/story/index.server.ts';
import { roles } from '#platform/access/index.ts';
import { closeIdentity, openIdentity } from '#platform/identity/index.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { allowed, fillEmptyTables, type Probe, type Speaker } from './probes.ts';

const database = onDatabase();
let ngo: string;
let facility: string;
let speakers: Speaker[];
let unfilled: string[];

// Policies whose absence no probe can show on the story's rows, each with what holds it instead.
const because = {
  widening:
    'it adds to a wider policy of the same table, and the story has nobody who sees by it alone; its room’s tests do',
  plans: 'the story has no shared plan; the tests of care-plans hold it',
  staged: 'only a command with rows of its own, just written, gets past it; its room’s tests do that',
  concerns: 'a story this small may have no concern with a history; the tests of safeguarding hold it',
  founding: 'an organisation is founded before anybody speaks in it; every test’s village does that'
};
const unseen: Record<string, string> = {
  ...Object.fromEntries(
    [
      'audit_write_consented',
      'concerns_read_supervised',
      'memberships_take_up',
      'people_add_invited',
      'people_read_of_concern',
      'people_read_caseload',
      'people_read_invited_clinicians',
      'people_read_consented',
      'person_keys_read_consented',
      'responses_record_caseload',
      'responses_read_consented',
      'stored_files_forget_import',
      'stored_files_read_import'
    ].map((policy) => [policy, because.widening])
  ),
  ...Object.fromEntries(
    [
      'plan_comments_write',
      'plan_comments_read',
      'plan_consent_acknowledgements_write',
      'plan_consent_acknowledgements_read',
      'plan_consent_withdrawals_write',
      'plan_consent_withdrawals_read',
      'plan_consents_give',
      'plan_consents_read',
      'plan_marks_write',
      'plan_marks_read',
      'plan_part_versions_write',
      'plan_part_versions_read',
      'plan_parts_write',
      'plan_parts_read'
    ].map((policy) => [policy, because.plans])
  ),
  ...Object.fromEntries(
    [
      'coaching_action_completions_say',
      'coaching_action_completions_read',
      'concern_closings_propose',
      'concern_rounds_begin',
      'encounter_withdrawals_write',
      'encounter_notes_write',
      'entry_approvals_give',
      'entry_declines_give',
      'fidelity_checks_write',
      'invitation_ends_add',
      'invitation_ends_read',
      'sealed_contact_approvals_add',
      'sealed_contact_approvals_read',
      'supervisor_assignments_end'
    ].map((policy) => [policy, because.staged])
  ),
  ...Object.fromEntries(
    [
      'concern_acknowledgements_give',
      'concern_acknowledgements_read',
      'concern_actions_write',
      'concern_actions_read',
      'concern_closings_read',
      'concern_closings_decide',
      'concern_deadlines_set',
      'concern_deadlines_read',
      'concern_deadlines_change',
      'concern_rounds_read'
    ].map((policy) => [policy, because.concerns])
  ),
  organisations_found: because.founding
};

beforeAll(async () => {
  openIdentity(database.addresses);
  await tellStory(database.database, { scale: 0.03 });
  await closeIdentity();
  const { owner } = database;
  const { rows } = await owner.query('select id, kind from organisations');
  ngo = rows.find(({ kind }) => kind === 'ngo').id;
  facility = rows.find(({ kind }) => kind === 'facility').id;
  const { rows: people } = await owner.query(
    `select id, name from people where name = any($1) or id in (select seeker_id from relationships union select supporter_id from relationships
       union select seeker_id from support_requests) order by name = any($1) desc limit 30`,
    [cast.filter(({ organisation }) => organisation === 'ngo').map(({ name }) => name)]
  );
  speakers = [
    { name: 'system', begin: `begin_as_system('${ngo}')`, person: null },
    ...people.map(({ id, name }) => ({ name, begin: `begin_as_person('${id}', '${ngo}')`, person: id })),
    { name: 'visitor', begin: `begin_as_visitor('${ngo}', null)`, person: null }
  ];
  const { rows: pairs } = await owner.query(
    `select supporter_id as supporter, seeker_id as seeker from relationships r
     where not exists (select from relationship_endings e where e.relationship_id = r.id) limit 1`
  );
  unfilled = await fillEmptyTables(owner, { organisation: ngo, ...pairs[0] });
  await owner.query('analyze');
}, 120_000);

test('no table stayed without a row to try its policies on', () => expect(unfilled).toEqual([]));

const drawsMore = 12;

/** Whether something that was allowed is allowed no more once this is done; it is undone again. */
async function isNoticed(removal: string, probes: Probe[]): Promise<boolean> {
  const { owner } = database;
  await owner.query('begin');
  try {
    await owner.query(removal);
    for (const probe of probes) if (!(await probe.stillAllowed())) return true;
    return false;
  } finally {
    await owner.query('rollback');
  }
}

test('every policy’s removal is noticed', async (context) => {
  const { owner } = database;
  const { rows: policies } = await owner.query<{
    tablename: string;
    policyname: string;
    cmd: Probe['verb'] | 'all';
    role: string;
  }>(
    `select tablename, policyname, lower(cmd) as cmd, r as role from pg_policies cross join unnest(roles) r
     where schemaname = 'public' and permissive = 'PERMISSIVE' and r in ('trellis_app', 'trellis_definer') order by 1, 3`
  );
  const { rows: me } = await owner.query('select rolsuper from pg_roles where rolname = current_user');
  if (!me[0].rolsuper) context.skip('only an owner who is a superuser may speak as every role');
  const known = new Map<string, Probe[]>();
  const unnoticed: string[] = [];
  for (const { tablename, policyname, cmd, role } of policies) {
    const verb = cmd === 'all' ? 'select' : cmd;
    const key = `${tablename} ${verb} ${role}`;
    const alone =
      policies.filter(
        (other) => other.tablename === tablename && other.role === role && [verb, 'all'].includes(other.cmd)
      ).length === 1;
    const sample = () => allowed(owner, { table: tablename, verb, role }, speakers, alone ? 1 : 200);
    if (!known.has(key)) known.set(key, await sample());
    let before = known.get(key)!;
    let noticed = await isNoticed(`drop policy ${policyname} on ${tablename}`, before);
    // The rows tried are drawn by lot: one draw may hold none that only this policy opens.
    for (let draw = 0; draw < drawsMore && !noticed && !unseen[policyname]; draw++) {
      before = await sample();
      noticed = await isNoticed(`drop policy ${policyname} on ${tablename}`, before);
    }
    if (!noticed) unnoticed.push(`${tablename} ${policyname} (${cmd}, ${role}, ${before.length} probes)`);
  }
  expect(policies.length).toBeGreaterThan(200);
  expect(unnoticed.filter((line) => !unseen[line.split(' ')[1]!])).toEqual([]);
}, 300_000);

test('whoever speaks in another organisation, with every role there, sees not one row of this one', async () => {
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
});
