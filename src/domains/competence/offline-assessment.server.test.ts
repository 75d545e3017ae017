import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { pack, receive } from '#platform/offline/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { begunHere } from './begun-here.ts';
import { assembleOfflineAssessment, confidedIn, keepDraft, observationOfAssessment } from './index.server.ts';
import type { OpenAssessment, Watchable } from './offline-assessment.ts';
import { basic, watch } from './watching.testing.server.ts';

const database = onDatabase();
assembleOfflineAssessment();

async function asked() {
  const here = await village(database);
  const ada = await here.person('Ada', 'assessor');
  const sam = await here.person('Sam', 'supporter');
  const assessment = await watch(here, sam, { by: ada });
  const partOf = async (person: Person, part: string) =>
    (await here.as(person, (tx) => pack(tx, { have: [], leaseToken: null }, person))).parts.find(
      ({ name }) => name === part
    )?.data;
  const taken = (person: Person) => partOf(person, 'assessments') as Promise<OpenAssessment[] | undefined>;
  const watchable = (person: Person) => partOf(person, 'watching') as Promise<Watchable[] | undefined>;
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
  return { ...here, ada, sam, assessment, taken, watchable, command };
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

/** What a device sends that began to watch Sam where there was no signal. */
async function begunAway(here: Awaited<ReturnType<typeof asked>>, more: object = {}) {
  const { ada, sam, watchable } = here;
  const [{ rubric, scenarios, people }] = (await watchable(ada)) as [Watchable];
  const { had } = people.find(({ id }) => id === sam.id)!;
  const payload = {
    assessment: newId(),
    person: sam.id,
    rubric: rubric.id,
    version: rubric.version,
    context: 'role-play' as const,
    observedOn: '2026-11-20',
    scenario: scenarios.find(({ id }) => !had.includes(id))!.id,
    ...more
  };
  return {
    payload,
    command: { id: newId(), kind: 'observation', person: ada.id, madeAt: now().toISOString(), payload }
  };
}

test('an assessment is begun and handed in with no signal, and arrives once: with the day and the scenario the device drew', async () => {
  const here = await asked();
  const { as, ada, sam, watchable, taken, command } = here;
  const [first] = (await watchable(ada))!;
  expect(first!.people.map(({ name }) => name)).toEqual(['Sam']);
  expect(first!.people[0]!.had).toHaveLength(1);
  const { payload, command: begun } = await begunAway(here);
  expect(begunHere(payload, (await watchable(ada))!)).toMatchObject({ name: 'Sam', draft: null });
  const handedIn = command(basic, { assessment: payload.assessment });
  for (let time = 0; time < 2; time++)
    for (const sent of [begun, handedIn])
      expect(await as(ada, (tx) => receive(tx, sent, ada))).toEqual({ outcome: 'done' });
  expect(await as(ada, (tx) => observationOfAssessment(tx, payload.assessment, ada))).toMatchObject({
    id: begun.id,
    person: { id: sam.id },
    observedOn: payload.observedOn,
    scenario: payload.scenario,
    results: [{ assessment: payload.assessment, levels: { length: 15 } }]
  });
  expect((await taken(ada))!.map((one) => one.assessment)).toEqual([here.assessment]);
  expect((await watchable(ada))![0]!.people[0]!.had).toContain(payload.scenario);
});

test('a device whose calendar is ahead has seen it today; what it could not have drawn is nobody’s scenario', async () => {
  const here = await asked();
  const { as, ada } = here;
  const { payload, command } = await begunAway(here, { observedOn: '2999-01-01', scenario: 'made-up' });
  expect(await as(ada, (tx) => receive(tx, command, ada))).toEqual({ outcome: 'done' });
  const seen = await as(ada, (tx) => observationOfAssessment(tx, payload.assessment, ada));
  expect(seen).toMatchObject({ observedOn: dayIn('UTC'), scenario: null });
});

test('nobody begins to assess themselves on a device, and only those who assess take anybody’s name along', async () => {
  const here = await asked();
  const { as, ada, sam, watchable } = here;
  const { command } = await begunAway(here, { person: ada.id });
  expect(await as(ada, (tx) => receive(tx, command, ada))).toMatchObject({ outcome: 'refused' });
  expect(await watchable(sam)).toBeUndefined();
});
