/**
 * The matrix: everybody who can sign in asks for every route with real ids, their own, another caseload's, another
 * organisation's and none at all. What is expected follows from the row in src/authorisation.ts and from whose the record is.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { roles } from '#platform/access/index.ts';
import { authorisation, type Row } from '../authorisation.ts';
import { mayAct, parametersOf, recordsOf, withIds, type Records } from './cases.ts';
import { everybody, type Somebody } from './people.ts';
import { pathOf, routes } from './routes.ts';
import { openSetting, type Setting } from './setting.ts';

const all = routes().filter(({ get }) => get);
let setting: Setting;
let people: Somebody[];
let records: Records;

beforeAll(async () => {
  setting = await openSetting();
  people = await everybody();
  records = await recordsOf(setting);
});
afterAll(() => setting.close());

/** Everybody at once, each one request after the other. */
async function together(
  somebodies: Somebody[],
  work: (person: Somebody) => Promise<string[]>
): Promise<string[]> {
  return (await Promise.all(somebodies.map(work))).flat();
}

type Answer = 'sign-in' | 'refused' | 'let-in';

function expected({ read }: Row, key: string): Answer {
  if (mayAct(read, key)) return 'let-in';
  return key === 'visitor' ? 'sign-in' : 'refused';
}

async function answerTo(
  person: Somebody,
  where: string
): Promise<{ answer: Answer | 'broken'; status: number }> {
  const { status, headers } = await person.get(where);
  if (status >= 500) return { answer: 'broken', status };
  if (status === 303 && headers.get('location')?.startsWith('/sign-in?to='))
    return { answer: 'sign-in', status };
  return { answer: status === 403 ? 'refused' : 'let-in', status };
}

test('every role at every route: let in, refused or asked to sign in exactly as its row says', async () => {
  const wrong = await together(people, async (person) => {
    const lines = [];
    for (const route of all) {
      const wanted = expected(authorisation[route.id]!, person.key);
      const { answer, status } = await answerTo(person, withIds(route.id, records.ids));
      if (answer !== wanted)
        lines.push(`${person.key} at ${route.id}: ${wanted} expected, ${answer} (${status}) came`);
    }
    return lines;
  });
  expect(wrong).toEqual([]);
});

test('an id that is nobody’s opens nothing, for those whose role lets them through the door', async () => {
  const withParameter = all.filter(
    ({ id }) => parametersOf(id).length > 0 && !id.startsWith('/(public)') && !id.startsWith('/account/auth')
  );
  const wrong = await together(people, async (person) => {
    const lines = [];
    for (const { id } of withParameter.filter(
      (route) => expected(authorisation[route.id]!, person.key) === 'let-in'
    )) {
      for (const value of [randomUUID(), 'not-an-id']) {
        const { status } = await person.get(pathOf(id, [value]));
        if (status !== 404) lines.push(`${person.key} at ${id} with ${value}: ${status}`);
      }
    }
    return lines;
  });
  expect(wrong).toEqual([]);
});

test('another caseload is not found: neither its pages, its concern, nor its seeker', async () => {
  const { known, other } = records;
  // Who must open it, of those whose role lets them through the door; everybody else of the cast must not.
  const pages: [where: string, opens: string[]][] = [
    [`/support/${known.relationship}`, ['supporter']],
    [`/support/${known.relationship}/encounter`, ['supporter']],
    [`/support/${known.relationship}/end`, ['supporter']],
    [`/support/${other.relationship}`, ['practitioner']],
    [`/support/${other.relationship}/encounter`, ['practitioner']],
    [`/support/${other.relationship}/end`, ['practitioner']],
    [`/people/${known.seeker}`, ['coordinator', 'lead']],
    [`/people/${other.seeker}`, ['coordinator', 'lead']]
  ];
  const wrong: string[] = [];
  for (const [where, opens] of pages) {
    for (const person of people) {
      const { status } = await person.get(where);
      if ((status === 200) !== opens.includes(person.key)) wrong.push(`${person.key} at ${where}: ${status}`);
    }
  }
  const opened = [];
  for (const person of people)
    if ((await person.get(`/safeguarding/concerns/${records.ids.concern}`)).status === 200)
      opened.push(person.key);
  expect(
    opened.filter((key) =>
      [
        'practitioner',
        'trainer',
        'assessor',
        'assessor2',
        'planner',
        'donor',
        'grants',
        'clinician',
        'visitor'
      ].includes(key)
    )
  ).toEqual([]);
  expect(opened).toContain('lead');
  expect(wrong).toEqual([]);
});

// Rubrics, policies, figures and kinds of file have the same names everywhere; what stands there is the asker's own organisation's.
const ofTheProgram = ['rubric', 'policy', 'figure', 'as'];

test('somebody who holds every role in another organisation opens nothing of this one', async () => {
  const clinician = await setting.member('clinician');
  const here = clinician.organisation.id;
  const { owner } = setting;
  const given = roles.filter((role) => role !== 'seeker' && !clinician.roles.includes(role));
  for (const role of given) {
    await owner.query(
      'insert into memberships (organisation_id, id, person_id, role, since) values ($1, $2, $3, $4, now())',
      [here, randomUUID(), clinician.id, role]
    );
  }
  try {
    const stranger = people.find(({ key }) => key === 'clinician')!;
    const names = [
      'Amina Diallo',
      'Green Valley',
      JSON.parse(readFileSync(`${inject('data')}/demo-seeker.json`, 'utf8')).pseudonym
    ];
    const wrong: string[] = [];
    for (const route of all) {
      if (route.id.startsWith('/(public)')) continue;
      // What a seeker shared with this very facility is its clinicians' to see; the room of care plans holds the limits.
      if (route.id === '/(app)/care-plans') continue;
      const answer = await stranger.get(withIds(route.id, { ...records.ids, plan: records.unshown }));
      const text = answer.status === 200 ? await answer.text() : '';
      if (answer.status === 200 && parametersOf(route.id).some((name) => !ofTheProgram.includes(name)))
        wrong.push(`${route.id} opened`);
      for (const name of names) if (text.includes(name)) wrong.push(`${route.id} names ${name}`);
    }
    expect(wrong).toEqual([]);
  } finally {
    await owner.query(
      'delete from memberships where organisation_id = $1 and person_id = $2 and role = any($3)',
      [here, clinician.id, given]
    );
  }
});
