import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  openSetAside,
  pack,
  receive,
  receiveByLease,
  setAsideVisibleTo,
  toldOf
} from '#platform/offline/index.server.ts';
import { publishSmallCourse, scheduleOneDay } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import type { WorkshopTaken } from './index.ts';
import { setWorkshopTest } from './index.server.ts';

const database = onDatabase();
const before = new Date('2027-03-01T05:00Z');
const evening = new Date('2027-03-01T15:00Z');

async function valley() {
  moveClock(before);
  const place = await village(database);
  const tom = await place.person('Tom', 'trainer');
  const amina = await place.person('Amina', 'supporter', 'planner');
  const small = await place.as(tom, (tx) => publishSmallCourse(tx, tom));
  const workshop = newId();
  await place.as(tom, async (tx) => {
    await scheduleOneDay(tx, { workshop, session: newId() }, tom, [amina]);
    await setWorkshopTest(tx, { workshop, course: small.course, quiz: small.quiz }, tom);
  });
  const packed = () => place.as(amina, (tx) => pack(tx, { have: [], leaseToken: null }, amina));
  const taken = async () =>
    ((await packed()).parts.find(({ name }) => name === 'workshops')!.data as WorkshopTaken[])[0];
  const command = (kind: string, payload: object, madeAt = now()) => ({
    ...{ id: newId(), kind, person: amina.id, madeAt: madeAt.toISOString() },
    payload: { workshop, ...payload }
  });
  const { course, quiz, answered } = small;
  const answers = (occasion: 'before' | 'after', right: number, madeAt?: Date) =>
    command('workshop-test', { occasion, course, quiz, version: 1, answers: answered(right) }, madeAt);
  const scores = { aims_met: 4, useful: 5, trainers: 3, pace: 4, felt_safe: 5 };
  const evaluation = () => command('evaluation', { ...scores, words: 'Thank you.' });
  const send = (sent: ReturnType<typeof command>, by: Person = amina) =>
    place.as(by, (tx) => receive(tx, sent, by));
  return { ...place, tom, amina, workshop, packed, taken, answers, evaluation, send };
}

const rowsOf = async (table: string, workshop: string) =>
  (await database.owner.query(`select * from ${table} where workshop_id = $1`, [workshop])).rows;

test('the test before, answered in the valley in time, arrives late and once, and says nothing of what is right', async () => {
  const { taken, answers, send, workshop } = await valley();
  const there = (await taken())!;
  expect(there.test).toMatchObject({ title: 'What stays', before: { until: '2027-03-01T14:00:00.000Z' } });
  expect(JSON.stringify(there)).not.toContain('"right"');
  expect(there.test!.paper.every(({ notes }) => notes === null)).toBe(true);
  const sent = answers('before', 1);
  moveClock(evening);
  expect([await send(sent), await send(sent)]).toEqual([{ outcome: 'done' }, { outcome: 'done' }]);
  expect(await rowsOf('quiz_attempts', workshop)).toMatchObject([{ share: '0.25', occasion: 'before' }]);
  expect((await taken())!.test).toMatchObject({ before: null, after: {} });
});

test('made too late, or answered elsewhere meanwhile, it stays on the device with the reason', async () => {
  const { answers, send } = await valley();
  moveClock(evening);
  expect(await send(answers('before', 1))).toMatchObject({
    outcome: 'refused',
    words: expect.stringMatching(/time/)
  });
  expect(await send(answers('after', 4))).toEqual({ outcome: 'done' });
  expect(await send(answers('after', 2))).toMatchObject({ outcome: 'refused' });
});

test('an evaluation from the valley arrives once and is nobody’s; then there is nothing left to answer', async () => {
  const { evaluation, answers, send, taken, workshop } = await valley();
  expect(await send(evaluation())).toMatchObject({ outcome: 'refused' });
  moveClock(evening);
  const sent = evaluation();
  expect([await send(sent), await send(sent)]).toEqual([{ outcome: 'done' }, { outcome: 'done' }]);
  const given = await rowsOf('evaluation_answers', workshop);
  expect(given).toMatchObject([{ useful: 5, words: 'Thank you.' }]);
  expect(given[0].id).not.toBe(sent.id);
  await send(answers('after', 4));
  expect(await taken()).toBeUndefined();
});

test('an evaluation of somebody who has left is thrown away and not put before a colleague with a name on it', async () => {
  const { as, asSystem, person, amina, packed, evaluation, send, workshop } = await valley();
  const cora = await person('Cora', 'coordinator');
  const { lease } = await packed();
  moveClock(evening);
  const end = (role?: string) =>
    asSystem((tx) =>
      tx
        .updateTable('memberships')
        .set({ until: now() })
        .where('person_id', '=', amina.id)
        .$if(role !== undefined, (memberships) => memberships.where('role', '=', role!))
        .execute()
    );
  await end('supporter');
  const without: Person = { ...amina, roles: ['planner'] };
  expect(await send(evaluation(), without)).toEqual({ outcome: 'set-aside' });
  await end();
  const byLease = await speakAs(database.database, { visitor: true, token: lease.token! }, (tx) =>
    receiveByLease(tx, evaluation())
  );
  expect(byLease).toEqual({ outcome: 'set-aside', forget: true });
  expect(await as(cora, (tx) => setAsideVisibleTo(tx, cora))).toEqual([]);
  expect(await rowsOf('evaluation_answers', workshop)).toEqual([]);
});

test('a test of somebody who learns no more is read in words: which workshop, before or after, and each answer', async () => {
  const { as, person, amina, answers, send } = await valley();
  const cora = await person('Cora', 'coordinator');
  const sent = answers('before', 1);
  expect(await send(sent, { ...amina, roles: ['planner'] })).toEqual({ outcome: 'set-aside' });
  const told = await as(cora, async (tx) => toldOf(tx, (await openSetAside(tx, sent.id))!));
  expect(told).toHaveLength(6);
  expect(told).toMatchObject([
    { value: 'The test before' },
    { value: 'What stays' },
    ...Array.from({ length: 4 }, () => ({
      label: expect.any(String),
      value: expect.stringMatching(/^[^{[]+$/)
    }))
  ]);
});
