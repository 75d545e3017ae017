import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { pack, receive } from '#platform/offline/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { assembleOfflineAssessment, confidedIn, keepDraft, observationOfAssessment } from './index.server.ts';
import type { OpenAssessment } from './offline-assessment.ts';
import { basic, watch } from './watching.testing.server.ts';

const database = onDatabase();
assembleOfflineAssessment();

async function asked() {
  const here = await village(database);
  const ada = await here.person('Ada', 'assessor');
  const sam = await here.person('Sam', 'supporter');
  const assessment = await watch(here, sam, { by: ada });
  const taken = async (person: Person) =>
    (await here.as(person, (tx) => pack(tx, { have: [], leaseToken: null }, person))).parts.find(
      ({ name }) => name === 'assessments'
    )?.data as OpenAssessment[] | undefined;
  const command = (ticks: string[], more: object = {}) => ({
    id: newId(),
    kind: 'assessment',
    person: ada.id,
    madeAt: now().toISOString(),
    payload: {
      assessment,
      ticks,
      itemTimes: { hope: now().toISOString() },
      startedAt: now().toISOString(),
      note: '',
      harmAnswers: {},
      ...more
    }
  });
  return { ...here, ada, sam, assessment, taken, command };
}

test('a device takes along what was asked of its assessor, with rubric and scenario; and once handed in, no more', async () => {
  const { as, ada, sam, assessment, taken, command } = await asked();
  expect(await taken(sam)).toBeUndefined();
  const [one] = (await taken(ada))!;
  expect(one).toMatchObject({ assessment, name: 'Sam', draft: null });
  expect(one!.rubric.items).toHaveLength(15);
  expect(one!.scenario!.actor.length).toBeGreaterThan(20);
  expect(await as(ada, (tx) => receive(tx, command(basic), ada))).toEqual({ outcome: 'done' });
  expect(await taken(ada)).toEqual([]);
});

test('what comes twice is kept once, and other ticks for the same assessment are refused in words', async () => {
  const { as, ada, assessment, command } = await asked();
  const sent = command(basic);
  for (let time = 0; time < 2; time++)
    expect(await as(ada, (tx) => receive(tx, sent, ada))).toEqual({ outcome: 'done' });
  expect(await as(ada, (tx) => receive(tx, command([]), ada))).toMatchObject({ outcome: 'refused' });
  expect(await as(ada, (tx) => receive(tx, command(['hope.harmful.1']), ada))).toMatchObject({
    outcome: 'refused'
  });
  const { results } = (await as(ada, (tx) => observationOfAssessment(tx, assessment, ada)))!;
  expect(results.map(({ ticks }) => ticks!.length)).toEqual([basic.length]);
});

test('from somebody who assesses no more it is set aside, and not lost', async () => {
  const { as, ada, command } = await asked();
  const noMore: Person = { ...ada, roles: ['supporter'] };
  expect(await as(ada, (tx) => receive(tx, command(basic), noMore))).toEqual({ outcome: 'set-aside' });
});

test('what was drafted before goes along, with its words', async () => {
  const { as, ada, sam, assessment, taken } = await asked();
  const typed = { ticks: ['harm.harmful.1'], note: 'Was tired.', harmAnswers: { harm: 'We st' } };
  const itemTimes = { harm: '2026-01-01T08:05:00.000Z' };
  const startedAt = new Date('2026-01-01T08:00:00Z');
  await as(ada, (tx) =>
    keepDraft(tx, { assessment, subject: sam.id }, { ...typed, itemTimes, startedAt }, ada)
  );
  expect((await taken(ada))![0]!.draft).toEqual({ ...typed, itemTimes, startedAt: startedAt.toISOString() });
});

test('each skill with harm has its answer; from a device of before, one answer is each one’s', async () => {
  const { as, ada, sam, assessment, command } = await asked();
  const harmful = [...basic, 'hope.harmful.1', 'harm.harmful.1'];
  expect(await as(ada, (tx) => receive(tx, command(harmful), ada))).toMatchObject({ outcome: 'refused' });
  const before = { harmAnswers: undefined, harmAnswer: 'We stopped.' };
  expect(await as(ada, (tx) => receive(tx, command(harmful, before), ada))).toEqual({ outcome: 'done' });
  const [told] = await as(ada, (tx) => confidedIn(tx, [assessment], sam.id));
  expect(told!.harm).toEqual([
    { item: 'harm', answer: 'We stopped.' },
    { item: 'hope', answer: 'We stopped.' }
  ]);
});
