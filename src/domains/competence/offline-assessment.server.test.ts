import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { pack, receive } from '#platform/offline/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { behaviours, rubrics } from './index.ts';
import { assembleOfflineAssessment, observationOfAssessment, openObservation } from './index.server.ts';
import type { OpenAssessment } from './offline-assessment.ts';

const database = onDatabase();
assembleOfflineAssessment();
const basic = rubrics[0]!.items.flatMap((item) => behaviours(item, 'basic'));

async function asked() {
  const here = await village(database);
  const ada = await here.person('Ada', 'assessor');
  const sam = await here.person('Sam', 'supporter');
  const opened = await here.as(ada, (tx) =>
    openObservation(
      tx,
      {
        id: newId(),
        person: sam.id,
        rubric: 'foundational-helping',
        context: 'role-play',
        observedOn: dayIn('UTC')
      },
      ada
    )
  );
  if ('refusal' in opened) throw new Error(opened.refusal);
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
      assessment: opened.assessment,
      ticks,
      itemTimes: { hope: now().toISOString() },
      startedAt: now().toISOString(),
      note: '',
      harmAnswer: '',
      ...more
    }
  });
  return { ...here, ada, sam, assessment: opened.assessment, taken, command };
}

test('a device takes along what was asked of its assessor, with rubric and scenario; and once handed in, no more', async () => {
  const { as, ada, sam, assessment, taken, command } = await asked();
  expect(await taken(sam)).toBeUndefined();
  const [one] = (await taken(ada))!;
  expect(one).toMatchObject({ assessment, name: 'Sam', ticks: [] });
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
