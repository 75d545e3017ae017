import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { openSetAside, pack, receive, toldOf, type Told } from '#platform/offline/index.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import {
  assembleOfflineAssessment,
  assembleOfflineObservation,
  observationOfAssessment,
  observationsOf,
  withdrawAssessment
} from './index.server.ts';
import type { ObservingTaken, OpenAssessment, SentObservation } from './offline-assessment.ts';
import { drawScenario, sharedLot } from './scenario-draw.ts';
import { basic, clinic, watch } from './watching.testing.server.ts';

const database = onDatabase();
assembleOfflineAssessment();
assembleOfflineObservation();

async function valley() {
  const here = await clinic(database);
  const part = async (name: string, person: Person) =>
    (await here.as(person, (tx) => pack(tx, { have: [], leaseToken: null }, person))).parts.find(
      (one) => one.name === name
    )?.data;
  const taken = async (person: Person) => (await part('observing', person)) as ObservingTaken[] | undefined;
  const seen = (by: Person, more: Partial<SentObservation> = {}) => ({
    id: newId(),
    kind: 'observation',
    person: by.id,
    madeAt: now().toISOString(),
    payload: {
      ...{ observation: newId(), person: here.sam.id, rubric: 'foundational-helping', version: 1 },
      ...{ context: 'role-play' as const, observedOn: dayIn('UTC'), scenario: 'foundational-helping-1' },
      ...{ together: null, ticks: basic, itemTimes: {}, startedAt: now().toISOString() },
      ...{ note: '', harmAnswers: {} },
      ...more
    } satisfies SentObservation
  });
  const send = (sent: ReturnType<typeof seen>, by: Person) => here.as(by, (tx) => receive(tx, sent, by));
  const of = () => here.as(here.sue, (tx) => observationsOf(tx, here.sam.id, here.sue));
  return { ...here, part, taken, seen, send, of };
}

test('an assessor takes along whom to watch, rubrics and role-plays; whose work it is not, nothing', async () => {
  const { ada, ben, sam, cora, taken } = await valley();
  expect(await taken(sam)).toBeUndefined();
  expect(await taken(cora)).toBeUndefined();
  const [first] = (await taken(ada))!;
  expect(first!.rubric).toMatchObject({ id: 'foundational-helping', version: 1 });
  expect(first!.people.map(({ name }) => name)).toEqual(['Ben', 'Sam', 'Sue']);
  expect(first!.assessors.map(({ id }) => id)).toContain(ben.id);
  expect(first!.scenarios.every(({ words }) => words.actor.length > 20)).toBe(true);
});

test('an assessment begun in the valley arrives late, twice, and is there once, on its own day', async () => {
  const { as, ada, taken, seen, send, of } = await valley();
  const observedOn = addDays(dayIn('UTC'), -9);
  const sent = seen(ada, { observedOn });
  expect([await send(sent, ada), await send(sent, ada)]).toEqual([{ outcome: 'done' }, { outcome: 'done' }]);
  const [one, ...others] = await of();
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    observedOn,
    scenario: 'foundational-helping-1',
    results: [{ ticks: basic.toSorted() }]
  });
  expect(await as(ada, (tx) => observationOfAssessment(tx, one!.results[0]!.assessment, ada))).not.toBeNull();
  const people = (await taken(ada))![0]!.people;
  expect(people.find(({ name }) => name === 'Sam')!.had).toEqual(['foundational-helping-1']);
});

test('two who watched together, each on a device of their own, saw one thing, whoever’s comes first', async () => {
  const { ada, ben, part, seen, send, of } = await valley();
  for (const [first, second] of [
    [ada, ben],
    [ben, ada]
  ] as const) {
    const before = (await of()).length;
    expect(await send(seen(first, { together: second.id }), first)).toEqual({ outcome: 'done' });
    expect((await part('assessments', second)) as OpenAssessment[]).toHaveLength(1);
    expect(await send(seen(second, { together: first.id, ticks: [] }), second)).toEqual({ outcome: 'done' });
    expect((await part('assessments', second)) as OpenAssessment[]).toEqual([]);
    const all = await of();
    expect(all).toHaveLength(before + 1);
    for (const { results } of all) expect(results).toHaveLength(2);
  }
});

test('only one of two names the other: it is one thing all the same', async () => {
  const { ada, ben, seen, send, of } = await valley();
  await send(seen(ada), ada);
  await send(seen(ben, { together: ada.id }), ben);
  expect((await of()).map(({ results }) => results.length)).toEqual([2]);
});

test('somebody did not come, was taken off the list, and came in the afternoon after all: it is an assessment of its own', async () => {
  const { as, ada, sam, seen, send, of } = await valley();
  const assessment = await watch({ as }, sam, { by: ada });
  await as(ada, (tx) => withdrawAssessment(tx, { assessment, cause: 'did-not-come' }, ada));
  expect(await send(seen(ada), ada)).toEqual({ outcome: 'done' });
  expect((await of()).map(({ results }) => results.length)).toEqual([1]);
});

test('a device whose clock is ahead, a colleague who assesses no more, harm without an answer', async () => {
  const { ada, cora, seen, send, of } = await valley();
  const sent = seen(ada, { observedOn: addDays(dayIn('UTC'), 2), together: cora.id });
  expect(await send({ ...sent, payload: { ...sent.payload, ticks: ['hope.harmful.1'] } }, ada)).toMatchObject(
    {
      outcome: 'refused'
    }
  );
  expect(await send(sent, ada)).toEqual({ outcome: 'done' });
  expect(await of()).toMatchObject([{ observedOn: dayIn('UTC'), results: [{ assessor: { id: ada.id } }] }]);
});

test('from somebody who assesses no more it is set aside, and a colleague reads it in words', async () => {
  const { as, ada, cora, seen } = await valley();
  const noMore: Person = { ...ada, roles: ['supporter'] };
  const sent = seen(ada, { ticks: ['hope.basic.1'], note: 'Calm.' });
  expect(await as(ada, (tx) => receive(tx, sent, noMore))).toEqual({ outcome: 'set-aside' });
  const told = await as(cora, async (tx) => toldOf(tx, (await openSetAside(tx, sent.id))!));
  expect((told as Told[]).map(({ value }) => value)).toEqual(expect.arrayContaining(['Sam', 'Calm.']));
  expect(JSON.stringify(told)).not.toContain('hope.basic');
});

test('two devices that cannot ask each other draw the same role-play; over many people every one of them is drawn', () => {
  const among = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
  const drawn = Array.from({ length: 200 }, () => {
    const lot = sharedLot(newId(), 'foundational-helping', '2026-11-22');
    expect(lot).toBeGreaterThanOrEqual(0);
    expect(lot).toBeLessThan(1);
    return drawScenario(among, ['a'], lot);
  });
  expect(sharedLot('amina', 'x', '2026-11-22')).toBe(sharedLot('amina', 'x', '2026-11-22'));
  for (const id of ['b', 'c', 'd', 'e'])
    expect(drawn.filter((one) => one === id).length, id).toBeGreaterThan(20);
  expect(drawn).not.toContain('a');
});
