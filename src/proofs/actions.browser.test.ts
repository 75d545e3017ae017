/**
 * Every action of every page, sent by everybody whose work it is not, filled in as the page's own form is: nobody does a
 * thing. Neither does a supporter with another's people, nor somebody who holds every role in another organisation.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roles } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { authorisation, type Who } from '../authorisation.ts';
import { abreast } from './abreast.ts';
import { actions, built, endpoints } from './actions.ts';
import { mayAct, recordsOf, withIds, type Records } from './cases.ts';
import { formsOf, type Filled } from './forms.ts';
import { everybody, type Somebody } from './people.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;
let people: Somebody[];
let records: Records;
let organisation: string;
const forms = new Map<string, Filled>();
const all = Object.entries(actions).flatMap(([route, named]) =>
  Object.entries(named).map(([name, who]) => ({ route, name, who, key: `${route} ${name}` }))
);
type Action = (typeof all)[number];

beforeAll(async () => {
  setting = await openSetting();
  people = await everybody();
  records = await recordsOf(setting);
  organisation = (await setting.member('administrator')).organisation.id;
  await abreast(Object.keys(actions), fillInFormsOf);
});
afterAll(() => setting.close());

/** As the page shows them to whoever may open it. */
async function fillInFormsOf(route: string): Promise<void> {
  const today = dayIn('Africa/Nairobi');
  for (const person of people) {
    if (Object.keys(actions[route]!).every((name) => forms.has(`${route} ${name}`))) return;
    if (!mayAct(authorisation[route]!.read, person.key)) continue;
    const answer = await person.get(withIds(route, records.ids));
    if (answer.status !== 200) continue;
    for (const [name, fields] of formsOf(await answer.text(), today)) {
      const key = `${route} ${name}`;
      if (!forms.has(key)) forms.set(key, fields);
    }
  }
}

// What a page shows only at the right moment is sent as if it did: with an id for whatever it is about.
const guessed = (): Filled => ({
  ...Object.fromEntries(
    ['request', 'application', 'invitation', 'membership', 'consent', 'part', 'action', 'session', 'id'].map(
      (name) => [name, randomUUID()]
    )
  ),
  ...Object.fromEntries(
    ['reason', 'text', 'done', 'because', 'words', 'note'].map((name) => [
      name,
      'It has to be said at length.'
    ])
  ),
  unsafe: '',
  mark: 'done',
  urgency: 'immediate',
  outcome: 'safety-plan'
});

async function send(person: Somebody, { route, name, key }: Action, ids = records.ids) {
  const where = withIds(route, ids) + (name === 'default' ? '' : `?/${name}`);
  const { status, headers } = await person.post(where, {
    ...(forms.get(key) ?? guessed()),
    command: randomUUID()
  });
  return { status, location: headers.get('location') ?? '' };
}

const isRefusal = (status: number) => status >= 400 && status < 500;

// What the clocks of the running program write on their own.
const written = ['outgoing_mails', 'concern_pages', 'concern_deadlines', 'gate_lapses', 'workshop_reminders'];

/** What every table holds, by a sum over its rows; of one organisation, or of all. */
async function holdings(where = ''): Promise<Record<string, string>> {
  const { owner } = setting;
  const { rows: tables } = await owner.query<{ name: string; tenant: boolean }>(
    `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id') as tenant
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all($1)`,
    [written]
  );
  const held: Record<string, string> = {};
  for (const { name, tenant } of tables.filter((table) => table.tenant || where === '')) {
    const { rows } = await owner.query(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${name} t ${tenant ? where : ''}`
    );
    held[name] = rows[0].sum;
  }
  return held;
}

// Each looks every so often: what people did before, in this file or another, would be done in the midst of what is watched.
const clocks = [
  'training-reminders',
  'training-invitations',
  'training-answers',
  'certificate-lapses',
  'certificate-reminders'
];

/** What everything holds, once the clocks have nothing more to do. */
async function holdingsAtRest(where?: string): Promise<Record<string, string>> {
  for (const clock of clocks) await sweepNow(setting.database, clock);
  return holdings(where);
}

const changed = (before: Record<string, string>, after: Record<string, string>): string[] =>
  Object.keys(before).filter((table) => after[table] !== before[table]);

test('every action of the built program is listed with whose work it is, and none is left of one that went', async () => {
  const acting = (await built()).filter(([id, names]) => names.length > 0 && authorisation[id]?.act);
  const listed = [
    ...Object.entries(actions).map(([id, named]) => [id, Object.keys(named)] as const),
    ...Object.entries(endpoints)
  ];
  const lines = (some: readonly (readonly [string, readonly string[]])[]) =>
    some.flatMap(([id, names]) => names.map((name) => `${id} ${name}`)).toSorted();
  expect(lines(acting)).toEqual(lines(listed));
});

test('most actions are tried with what their page’s own form sends', () => {
  expect(forms.size / all.length).toBeGreaterThan(0.5);
});

test('nobody does what is not their work: refused or asked to sign in, and nothing has changed', async () => {
  const wrong: string[] = [];
  let tried = 0;
  let before = await holdingsAtRest();
  for (const person of people) {
    const theirs = all.filter(({ who }) => !mayAct(who, person.key));
    tried += theirs.length;
    await abreast(theirs, async (action) => {
      const { status, location } = await send(person, action);
      const letIn = mayAct(authorisation[action.route]!.act as Who, person.key);
      const refused =
        status === 403 ||
        (person.key === 'visitor' && status === 303 && location.startsWith('/sign-in')) ||
        // The page is open to their acts, this one is not theirs: the room says so.
        (letIn && (isRefusal(status) || location.startsWith('/account/confirm')));
      if (!refused) wrong.push(`${person.key} at ${action.key}: ${status} ${location}`);
    });
    const after = await holdings();
    wrong.push(...changed(before, after).map((table) => `${person.key} changed ${table}`));
    before = after;
  }
  console.log(
    `${all.length} actions, ${forms.size} of them by their forms, ${people.length} people: ${tried} tries`
  );
  expect(wrong).toEqual([]);
});

test('whose work it is, but not with these people: another’s caseload, a plan, somebody no longer theirs', async () => {
  const wrong: string[] = [];
  const before = await holdingsAtRest();
  const mine = all.filter(({ route }) => /\[(relationship|plan)\]/.test(route));
  for (const [key, ids] of records.notTheirs) {
    const person = people.find((somebody) => somebody.key === key)!;
    await abreast(mine, async (action) => {
      const { status } = await send(person, action, ids);
      if (!isRefusal(status)) wrong.push(`${key} at ${action.key}: ${status}`);
    });
  }
  expect(wrong).toEqual([]);
  expect(changed(before, await holdings())).toEqual([]);
});

// These are a button alone: what is sent with it does not matter, and it would be pressed.
const buttonsAlone =
  /sign-out|endOthers|newWords|newCode|takeContactBack|my\/choose leave|my default|second-factor|(un)?list$|passkeys|applications|my\/worried/;

test('a form that came incomplete, or with nonsense in every field, is answered with words: nothing breaks', async () => {
  const wrong: string[] = [];
  for (const person of people) {
    const theirs = all.filter(({ who, key }) => mayAct(who, person.key) && !buttonsAlone.test(key));
    await abreast(theirs, async (action) => {
      const where =
        withIds(action.route, records.ids) + (action.name === 'default' ? '' : `?/${action.name}`);
      const fields = Object.keys(forms.get(action.key) ?? guessed());
      for (const text of [null, '\u{1F343}', 'x'.repeat(20_000)]) {
        const sent = text === null ? {} : Object.fromEntries(fields.map((name) => [name, text]));
        const { status } = await person.post(where, sent);
        if (status >= 500)
          wrong.push(`${person.key} at ${action.key} with ${text?.slice(0, 2) ?? 'nothing'}: ${status}`);
      }
    });
  }
  expect(wrong).toEqual([]);
});

test('somebody who holds every role in another organisation changes nothing of this one', async () => {
  const clinician = await setting.member('clinician');
  const { owner } = setting;
  const given = roles.filter((role) => role !== 'seeker' && !clinician.roles.includes(role));
  for (const role of given)
    await owner.query(
      'insert into memberships (organisation_id, id, person_id, role, since) values ($1, $2, $3, $4, now())',
      [clinician.organisation.id, randomUUID(), clinician.id, role]
    );
  const here = `where organisation_id = '${organisation}'`;
  try {
    const stranger = people.find(({ key }) => key === 'clinician')!;
    const before = await holdingsAtRest(here);
    const theirOwn = /^\/(\(public\)|account|\(app\)\/(account|sign-out))/;
    const wrong: string[] = [];
    await abreast(
      all.filter(({ route }) => !theirOwn.test(route)),
      async (action) => {
        const { status } = await send(stranger, action, { ...records.ids, plan: records.unshown });
        if (status >= 500) wrong.push(`${action.key}: ${status}`);
      }
    );
    wrong.push(...changed(before, await holdings(here)));
    expect(wrong).toEqual([]);
  } finally {
    await owner.query(
      'delete from memberships where organisation_id = $1 and person_id = $2 and role = any($3)',
      [clinician.organisation.id, clinician.id, given]
    );
  }
});
