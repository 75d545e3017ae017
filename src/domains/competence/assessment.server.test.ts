import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { behaviours, drawScenario, rubrics } from './index.ts';
import {
  confidedIn,
  draftOf,
  keepDraft,
  lookAtHarm,
  observationOfAssessment,
  openObservation,
  recordResult,
  resolve,
  standingOf,
  todayFor
} from './index.server.ts';

const database = onDatabase();
const basic = rubrics[0]!.items.flatMap((item) => behaviours(item, 'basic'));

async function clinic() {
  const here = await village(database);
  return {
    ...here,
    sam: await here.person('Sam', 'supporter'),
    ada: await here.person('Ada', 'assessor'),
    ben: await here.person('Ben', 'assessor'),
    sue: await here.person('Sue', 'supervisor')
  };
}

async function open({ as }: Village, sam: Person, ada: Person, second?: Person): Promise<string> {
  const opened = await as(ada, (tx) =>
    openObservation(
      tx,
      {
        id: newId(),
        person: sam.id,
        rubric: 'foundational-helping',
        context: 'role-play',
        observedOn: dayIn('UTC'),
        secondAssessor: second?.id
      },
      ada
    )
  );
  if ('refusal' in opened) throw new Error(opened.refusal);
  return opened.assessment;
}

test('a role-play is one the person has not had, until they had all', async () => {
  const { sam, ada, ...here } = await clinic();
  const had: (string | null)[] = [];
  for (let time = 0; time < 3; time++) {
    const assessment = await open(here, sam, ada);
    had.push((await here.as(ada, (tx) => observationOfAssessment(tx, assessment, ada)))!.scenario);
  }
  expect(new Set(had).size).toBe(3);
  expect(drawScenario([{ id: 'a' }, { id: 'b' }], ['a', 'b', 'a'], 0.9)).toBe('b');
  expect(drawScenario([], [], 0)).toBeNull();
});

test('a draft is its assessor’s alone, and is gone once they hand in, with the times of its ticks', async () => {
  const { sam, ada, ben, ...here } = await clinic();
  const assessment = await open(here, sam, ada, ben);
  const startedAt = new Date('2026-01-01T08:00:00Z');
  const itemTimes = { hope: '2026-01-01T08:05:00.000Z' };
  await here.as(ada, (tx) =>
    keepDraft(tx, assessment, { ticks: ['hope.basic.1'], itemTimes, startedAt }, ada)
  );
  expect(await here.as(ben, (tx) => draftOf(tx, assessment))).toBeNull();
  expect(await here.as(ada, (tx) => draftOf(tx, assessment))).toEqual({
    ticks: ['hope.basic.1'],
    itemTimes,
    startedAt
  });
  await here.as(ada, (tx) => recordResult(tx, { assessment, ticks: basic }, ada));
  expect(await here.as(ada, (tx) => draftOf(tx, assessment))).toBeNull();
  const { results } = (await here.as(ada, (tx) => observationOfAssessment(tx, assessment, ada)))!;
  expect(results.find(({ assessor }) => assessor.id === ada.id)!.startedAt).toEqual(startedAt);
});

test('harm that was seen is answered before handing in, and stays on a supervisor’s day until somebody looked', async () => {
  const { sam, ada, ben, sue, ...here } = await clinic();
  const assessment = await open(here, sam, ada);
  const ticks = [...basic, 'hope.harmful.1'];
  const handIn = (harmAnswer?: string) =>
    here.as(ada, (tx) => recordResult(tx, { assessment, ticks, harmAnswer, note: 'Was very tired.' }, ada));
  expect(await handIn()).toBe('harm-unanswered');
  expect(await handIn('  ')).toBe('harm-unanswered');
  expect(await handIn('We stopped and talked.')).toBeNull();

  const told = (reader: Person) => here.as(reader, (tx) => confidedIn(tx, [assessment], sam.id));
  const whole = [{ assessment, note: 'Was very tired.', harm: 'We stopped and talked.', looked: false }];
  expect(await told(ada)).toEqual(whole);
  expect(await told(sue)).toEqual(whole);
  expect(await told(ben)).toEqual([{ assessment, note: null, harm: null, looked: false }]);
  expect(await told(sam)).toEqual([{ assessment, note: null, harm: null, looked: false }]);

  const onTheDay = async (reader: Person) =>
    (await here.as(reader, (tx) => todayFor(tx, reader))).some(({ key }) => key === `harm-${assessment}`);
  expect(await onTheDay(sue)).toBe(true);
  expect(await here.as(ben, (tx) => lookAtHarm(tx, assessment, ben))).toBe(false);
  expect(await here.as(sue, (tx) => lookAtHarm(tx, assessment, sue))).toBe(true);
  expect(await onTheDay(sue)).toBe(false);
});

test('two who differ too far talk it over: both stay, the lower counts till then, and what they agreed from then on', async () => {
  const { sam, ada, ben, ...here } = await clinic();
  const first = await open(here, sam, ada, ben);
  const see = (reader: Person) => here.as(reader, (tx) => observationOfAssessment(tx, first, reader));
  const second = (await see(ben))!.results.find(({ assessor }) => assessor.id === ben.id)!.assessment;
  await here.as(ada, (tx) =>
    recordResult(tx, { assessment: first, ticks: [...basic, 'hope.advanced.1'] }, ada)
  );
  const seenByBen = basic.filter((id) => id !== 'hope.basic.1');
  await here.as(ben, (tx) => recordResult(tx, { assessment: second, ticks: seenByBen }, ben));
  const level = async () =>
    (await here.as(ada, (tx) => standingOf(tx, [sam.id])))
      .get(sam.id)!
      .latestAssessment!.levels.find(({ item }) => item === 'hope')!.level;
  expect(await level()).toBe(2);

  const agree = async (item: string) =>
    here.as(ada, async (tx) =>
      resolve(
        tx,
        {
          observation: (await observationOfAssessment(tx, first, ada))!,
          levels: [{ item, level: 3 }],
          reason: 'Ben sat where he could not hear it.'
        },
        ada
      )
    );
  expect(await agree('harm')).toBe('other-items');
  expect(await agree('hope')).toBeNull();
  expect(await level()).toBe(3);
  const kept = (await see(ben))!;
  expect(kept.results.map(({ ticks }) => ticks!.length)).toEqual([basic.length + 1, basic.length - 1]);
  expect(kept.agreed).toMatchObject({ by: 'Ada', levels: [{ item: 'hope', level: 3 }] });
});
