import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { scormZip } from '#assembly/story/scorm.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { aQuiz, classroom, whatComesFirst } from '#platform/testing/course.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { newRecordStore } from './index.ts';
import { statementOf, type Fact } from './statement.ts';
import {
  addPackage,
  beginCourse,
  deliveredTo,
  endRecordStore,
  finishLessons,
  giveConsent,
  handIn,
  openItem,
  publishCourse,
  recordStoreOf,
  saveDraft,
  saveReport,
  setRecordStore,
  statementsAbout,
  statementsOfCourse,
  takeUpCourse,
  withdrawConsent
} from './index.server.ts';

const database = onDatabase();

async function school() {
  const place = await classroom(database);
  const { as, tom, amina, ben } = place;
  const boss = await place.person('Boss', 'administrator');
  const [course, lesson, pack] = [newId(), newId(), newId()];
  const asks = whatComesFirst();
  const [asked, right] = [asks.id, asks.options[0]!.id];
  const quiz = aQuiz([asks]);
  await as(tom, async (tx) => {
    const about = { id: course, title: 'Kusikiliza', kind: 'foundational-helping', language: 'sw' } as const;
    await beginCourse(tx, about, tom);
    const lessons = [{ id: lesson, title: 'Sitting down', words: 'Sit.' }];
    await saveDraft(
      tx,
      { course, revision: 0 },
      (content) => ({ ...content, lessons, quizzes: [quiz] }),
      tom
    );
    expect(await publishCourse(tx, course, tom)).toEqual([]);
    const items = [{ identifier: 'one', title: 'One', href: 'one.html' }];
    const bytes = scormZip({ edition: '1.2', title: 'Pause', items, parts: { 'one.html': 'x' } });
    expect(await addPackage(tx, { id: pack, course, bytes }, tom)).toBeNull();
  });
  /** Reads the lesson, answers the quiz wrong and then right, and goes through the package. */
  const learn = (person: Person) =>
    as(person, async (tx) => {
      await takeUpCourse(tx, course, person);
      await finishLessons(tx, { course, lessons: [lesson], at: now() }, person);
      const sitting = { course, quiz: quiz.id, occasion: 'course', workshop: null, version: 1 } as const;
      for (const [index, answers] of [{}, { [asked]: right }].entries()) {
        const attempt = { ...sitting, id: newId(), number: index + 1, answers, madeAt: now() };
        expect(await handIn(tx, attempt as never, person)).toBeNull();
      }
      const visit = newId();
      await openItem(tx, { id: visit, course, package: pack, item: 'one' }, person);
      const core = { lesson_status: 'passed', score: { raw: '90' }, session_time: '00:02:00' };
      await saveReport(tx, { visit, cmi: { core }, sequence: 1 }, person);
    });
  const store = { username: 'key', password: 'secret', basis: 'policy', reason: 'Our funder asks.' } as const;
  const send = (endpoint: string, basis: 'policy' | 'consent' = 'policy') =>
    as(boss, (tx) => setRecordStore(tx, { ...store, basis, endpoint, command: newId() }, boss));
  return { ...place, tom, amina, ben, boss, course, pack, learn, send };
}

type Kept = { id: string; verb: string; actor: string };

/** A small Learning Record Store that refuses whatever breaks a rule of xAPI 1.0.3, and keeps the rest by its id. */
async function smallStore() {
  const kept = new Map<string, Kept>();
  const problems: string[] = [];
  let answers: number[] = [];
  const server = createServer(async (request, response) => {
    const found = faultsOf(request, JSON.parse(await bodyOf(request)));
    problems.push(...found.faults);
    if (found.faults.length > 0) return response.writeHead(400).end();
    const forced = answers.shift();
    // Whoever says 500 after keeping is the store whose answer was lost on the way.
    if (forced === 503) return response.writeHead(503).end();
    const known = found.statements.some(({ id }) => kept.has(id));
    if (known) return response.writeHead(409).end();
    for (const one of found.statements) kept.set(one.id, one);
    if (forced) return response.writeHead(forced).end();
    response.writeHead(200, { 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' });
    response.end(JSON.stringify(found.statements.map(({ id }) => id)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`,
    kept,
    problems,
    answer: (...statuses: number[]) => (answers = statuses),
    close: () => server.close()
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const isIri = (text: unknown) => typeof text === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(text);
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/;
// xAPI 1.0.3, part 2, 2.2 to 2.4 and 4.2: what a statement may hold, and in what form.
const allowed = {
  statement: ['id', 'actor', 'verb', 'object', 'result', 'context', 'timestamp', 'version'],
  result: ['score', 'success', 'completion', 'response', 'duration'],
  context: ['registration', 'contextActivities', 'platform', 'language']
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function faultsOf(request: IncomingMessage, body: any): { faults: string[]; statements: Kept[] } {
  const faults: string[] = [];
  const must = (holds: unknown, what: string) => void (holds || faults.push(what));
  must(request.method === 'POST' && request.url === '/xapi/statements', 'posted to /statements');
  must(request.headers['x-experience-api-version'] === '1.0.3', 'X-Experience-API-Version');
  must(request.headers['content-type'] === 'application/json', 'Content-Type');
  must(request.headers.authorization === `Basic ${btoa('key:secret')}`, 'Authorization');
  must(Array.isArray(body) && body.length > 0, 'a list of statements');
  for (const one of body) {
    must(
      Object.keys(one).every((name) => allowed.statement.includes(name)),
      'no unknown property'
    );
    must(uuid.test(one.id), 'id is a UUID');
    must(
      one.actor.objectType === 'Agent' && !one.actor.mbox && !one.actor.name,
      'an agent by one identifier'
    );
    must(isIri(one.actor.account.homePage) && uuid.test(one.actor.account.name), 'an account');
    must(isIri(one.verb.id), 'verb is an IRI');
    must(
      Object.keys(one.verb.display).every((tag) => languageTag.test(tag)),
      'display is a language map'
    );
    must(one.object.objectType === 'Activity' && isIri(one.object.id), 'object is an activity');
    must(isIri(one.object.definition.type), 'its type is an IRI');
    must(
      Object.keys(one.object.definition.name ?? {}).every((tag) => languageTag.test(tag)),
      'its name is a language map'
    );
    must(
      Object.keys(one.result ?? {}).every((name) => allowed.result.includes(name)),
      'result'
    );
    const { score, duration } = one.result ?? {};
    must(score === undefined || (score.scaled >= -1 && score.scaled <= 1), 'scaled from -1 to 1');
    must(
      duration === undefined || /^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(duration),
      'ISO 8601 duration'
    );
    must(
      Object.keys(one.context).every((name) => allowed.context.includes(name)),
      'context'
    );
    must(
      one.context.registration === undefined || uuid.test(one.context.registration),
      'registration is a UUID'
    );
    for (const list of Object.values(one.context.contextActivities ?? {}) as { id: string }[][])
      must(
        list.every(({ id }) => isIri(id)),
        'context activities'
      );
    must(new Date(one.timestamp).toISOString() === one.timestamp, 'ISO 8601 timestamp');
    must(one.version === undefined || one.version === '1.0.0', 'version (2.4.10)');
  }
  const statements = body.map(
    (one: { id: string; verb: { id: string }; actor: { account: { name: string } } }) => ({
      id: one.id,
      verb: one.verb.id.split('/').at(-1)!,
      actor: one.actor.account.name
    })
  );
  return { faults, statements };
}

const deliver = () => sweepNow(database.database, 'training-statements');
const later = (minutes: number) => moveClock(new Date(now().getTime() + minutes * 60_000));
// Begun, a lesson, two answers, failed, passed, the package begun and passed.
const told = [
  'answered',
  'answered',
  'completed',
  'failed',
  'initialized',
  'initialized',
  'passed',
  'passed'
];
const verbsIn = (kept: Map<string, Kept>) => [...kept.values()].map(({ verb }) => verb).sort();

test('what a learner did is there for them to take along: each thing once, without their name, the same each time', async () => {
  const { as, learn, amina, tom, course, ben } = await school();
  await learn(amina);
  const mine = await as(amina, (tx) => statementsAbout(tx, amina.id));
  expect(mine.map(({ verb }) => verb.display.en).sort()).toEqual(told);
  expect(JSON.stringify(mine)).not.toMatch(new RegExp(`Amina|${amina.id}`));
  expect(await as(amina, (tx) => statementsAbout(tx, amina.id))).toEqual(mine);
  expect(mine.find(({ verb }) => verb.id.endsWith('/initialized'))!.object.definition).toEqual({
    type: 'http://adlnet.gov/expapi/activities/course',
    name: { sw: 'Kusikiliza' }
  });
  const passed = mine.filter(({ verb }) => verb.id === 'http://adlnet.gov/expapi/verbs/passed');
  expect(passed.map(({ result }) => result)).toEqual([
    { score: { scaled: 1 }, success: true, completion: true },
    { score: { scaled: 0.9 }, success: true, completion: true, duration: 'PT120S' }
  ]);
  expect(await as(tom, (tx) => statementsOfCourse(tx, course))).toEqual(mine);
  expect(await as(ben, (tx) => statementsAbout(tx, amina.id))).toEqual([]);
});

test('nothing leaves until an administrator names a store; what happens then arrives once, and every rule of xAPI holds', async () => {
  const { learn, send, amina, ben } = await school();
  const store = await smallStore();
  try {
    await learn(amina);
    await deliver();
    expect(store.kept.size).toBe(0);
    later(1);
    await send(`${store.endpoint}/`);
    later(1);
    await learn(ben);
    await deliver();
    await deliver();
    expect(store.problems).toEqual([]);
    expect(verbsIn(store.kept)).toEqual(told);
    expect(new Set([...store.kept.values()].map(({ actor }) => actor)).size).toBe(1);
  } finally {
    store.close();
  }
});

test('a store that is down is asked again later; one whose answer was lost has nothing twice', async () => {
  const { as, learn, send, amina, boss } = await school();
  const store = await smallStore();
  const state = () => as(boss, (tx) => recordStoreOf(tx));
  try {
    await send(store.endpoint);
    await learn(amina);
    store.answer(503, 500);
    await deliver();
    expect(await state()).toMatchObject({ failures: 1, last_error: 'The store answered 503.' });
    await deliver();
    expect(store.kept.size).toBe(0);
    later(2);
    // Kept there, but we are told that it failed.
    await deliver();
    expect(await state()).toMatchObject({ failures: 2 });
    expect(store.kept.size).toBe(told.length);
    later(10);
    await deliver();
    const { id, ...after } = (await state())!;
    expect(after).toMatchObject({ failures: 0, last_error: null });
    expect(verbsIn(store.kept)).toEqual(told);
    expect(await as(boss, (tx) => deliveredTo(tx, id))).toBe(told.length);
  } finally {
    store.close();
  }
});

test('where learners are asked, only what somebody did while they agreed is sent', async () => {
  const { as, learn, send, amina, ben } = await school();
  const store = await smallStore();
  try {
    await send(store.endpoint, 'consent');
    await as(amina, (tx) => giveConsent(tx, newId(), amina));
    later(1);
    await learn(amina);
    await learn(ben);
    await deliver();
    expect(verbsIn(store.kept)).toEqual(told);
    await as(amina, (tx) => withdrawConsent(tx, amina));
    later(1);
    await learn(amina);
    await as(ben, (tx) => giveConsent(tx, newId(), ben));
    await deliver();
    expect(store.kept.size).toBe(told.length);
  } finally {
    store.close();
  }
});

test('a store that was ended gets nothing more; its secret is sealed, and only an administrator names one', async () => {
  const { as, learn, send, amina, tom, boss } = await school();
  const store = await smallStore();
  try {
    await send(store.endpoint);
    const { rows } = await database.owner.query('select * from record_stores');
    expect(JSON.stringify(rows)).not.toContain('secret"');
    expect(JSON.stringify(rows)).not.toContain(btoa('key:secret'));
    await as(boss, (tx) => endRecordStore(tx));
    await learn(amina);
    await deliver();
    expect(store.kept.size).toBe(0);
    const other = {
      endpoint: store.endpoint,
      username: 'a',
      password: 'b',
      basis: 'policy',
      reason: 'x'
    } as const;
    await expect(as(tom, (tx) => setRecordStore(tx, { ...other, command: newId() }, tom))).rejects.toThrow(
      'row-level security'
    );
  } finally {
    store.close();
  }
});

test('statements are made of training’s own rows alone: nothing of support, measures, plans or concerns', async () => {
  const { rows } = await database.owner.query(`select pg_get_viewdef('statement_facts') as definition`);
  const tables = [...String(rows[0].definition).matchAll(/(?:FROM|JOIN) \(*([a-z_]+)/g)].map(
    ([, name]) => name
  );
  expect([...new Set(tables)].sort()).toEqual([
    'course_enrolments',
    'course_packages',
    'current_attendances',
    'lesson_completions',
    'package_attempts',
    'package_progress',
    'quiz_attempt_items',
    'quiz_attempts'
  ]);
});

test('a day attended is told with its hours, under the workshop’s address', () => {
  const [organisation, person, workshop] = [newId(), newId(), newId()];
  const fact: Fact = {
    organisation,
    key: 'attended/x',
    verb: 'attended',
    person,
    at: new Date('2026-11-22T08:00:00Z'),
    thing: 'workshop',
    course: null,
    workshop,
    thingId: workshop,
    registration: null,
    scaled: null,
    seconds: 27_000
  };
  const names = new Map([[workshop, { title: 'Grief and loss', language: 'en' }]]);
  const actor = '1f0c0b6e-0000-4000-8000-000000000000';
  expect(statementOf(fact, { origin: 'https://trellis.example', actor, names })).toMatchObject({
    actor: { account: { homePage: 'https://trellis.example', name: actor } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
    object: {
      id: `https://trellis.example/training/workshops/${workshop}`,
      definition: { name: { en: 'Grief and loss' } }
    },
    result: { duration: 'PT27000S' },
    context: { platform: 'Trellis' },
    timestamp: '2026-11-22T08:00:00.000Z'
  });
});

test('a store is reached over https, or on this machine; an address with a name or a question in it is refused', () => {
  const other = { command: newId(), username: 'a', password: 'b', basis: 'policy', reason: 'x' };
  const taken = (endpoint: string) => v.safeParse(newRecordStore, { ...other, endpoint }).success;
  for (const endpoint of [
    'https://store.example/xapi',
    'http://127.0.0.1:8090/xapi/',
    'http://localhost/data'
  ])
    expect(taken(endpoint), endpoint).toBe(true);
  for (const endpoint of [
    'http://store.example/xapi',
    'ftp://store.example',
    'https://a:b@store.example',
    'https://store.example/?x=1',
    'store',
    ''
  ])
    expect(taken(endpoint), endpoint).toBe(false);
});
