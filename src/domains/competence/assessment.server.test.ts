import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { seal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { behaviours, defaultPolicy, drawScenario, rubrics, scenarios } from './index.ts';
import {
  askThird,
  confidedIn,
  draftOf,
  keepDraft,
  lookAtHarm,
  observationOfAssessment,
  recordResult,
  resolve,
  restingScenarios,
  restScenario,
  setPolicy,
  standingOf,
  takeThird,
  thirdsFor,
  todayFor,
  wakeScenario
} from './index.server.ts';
import { basic, clinic, handIn, handInNext, watch } from './watching.testing.server.ts';

const database = onDatabase();

test('a role-play is one the person has not had, until they had all', async () => {
  const { sam, ada, ...here } = await clinic(database);
  const had: (string | null)[] = [];
  for (let time = 0; time < 3; time++) {
    const assessment = await watch(here, sam, { by: ada });
    had.push((await here.as(ada, (tx) => observationOfAssessment(tx, assessment, ada)))!.scenario);
  }
  expect(new Set(had).size).toBe(3);
  expect(drawScenario([{ id: 'a' }, { id: 'b' }], ['a', 'b', 'a'], 0.9)).toBe('b');
  expect(drawScenario([], [], 0)).toBeNull();
});

test('a draft is its assessor’s alone, and is gone once they hand in, with the times of its ticks', async () => {
  const { sam, ada, ben, ...here } = await clinic(database);
  const assessment = await watch(here, sam, { by: ada, second: ben });
  const startedAt = new Date('2026-01-01T08:00:00Z');
  const itemTimes = { hope: '2026-01-01T08:05:00.000Z' };
  const about = { assessment, subject: sam.id };
  const typed = {
    ticks: ['hope.basic.1', 'harm.harmful.1'],
    note: 'Was tired.',
    harmAnswers: { harm: 'We st' }
  };
  const draft = { ...typed, itemTimes, startedAt };
  await here.as(ada, (tx) => keepDraft(tx, about, draft, ada));
  for (const other of [ben, sam]) expect(await here.as(other, (tx) => draftOf(tx, about))).toBeNull();
  expect(await here.as(ada, (tx) => draftOf(tx, about))).toMatchObject(draft);
  const { rows } = await database.owner.query(
    'select sealed from assessment_drafts where assessment_id = $1',
    [assessment]
  );
  expect(String(rows[0].sealed)).not.toContain('tired');
  await handIn(here, ada, assessment);
  expect(await here.as(ada, (tx) => draftOf(tx, about))).toBeNull();
  const { results } = (await here.as(ada, (tx) => observationOfAssessment(tx, assessment, ada)))!;
  expect(results.find(({ assessor }) => assessor.id === ada.id)!.startedAt).toEqual(startedAt);
});

test('harm that was seen is answered skill by skill before handing in, and stays on a supervisor’s day until somebody looked', async () => {
  const { sam, ada, ben, sue, ...here } = await clinic(database);
  const assessment = await watch(here, sam, { by: ada });
  const ticks = [...basic, 'hope.harmful.1', 'harm.harmful.2'];
  const record = (harmAnswers?: Record<string, string>) =>
    here.as(ada, (tx) => recordResult(tx, { assessment, ticks, harmAnswers, note: 'Was very tired.' }, ada));
  expect(await record()).toBe('harm-unanswered');
  expect(await record({ hope: 'We stopped and talked.', harm: '  ' })).toBe('harm-unanswered');
  const answers = {
    hope: 'We stopped and talked.',
    harm: 'I asked Sam myself.',
    empathy: 'Nothing was ticked here.'
  };
  expect(await record(answers)).toBeNull();

  const told = async (reader: Person) =>
    (await here.as(reader, (tx) => confidedIn(tx, [assessment], sam.id)))[0]!;
  const harm = [
    { item: 'harm', answer: 'I asked Sam myself.' },
    { item: 'hope', answer: 'We stopped and talked.' }
  ];
  for (const reader of [ada, sue])
    expect(await told(reader)).toEqual({ assessment, note: 'Was very tired.', harm, looked: false });
  for (const reader of [ben, sam])
    expect(await told(reader)).toEqual({ assessment, note: null, harm: [], looked: false });

  const onTheDay = async (reader: Person) =>
    (await here.as(reader, (tx) => todayFor(tx, reader))).some(({ key }) => key === `harm-${assessment}`);
  expect(await onTheDay(sue)).toBe(true);
  expect(await here.as(ben, (tx) => lookAtHarm(tx, assessment, ben))).toBe(false);
  expect(await here.as(sue, (tx) => lookAtHarm(tx, assessment, sue))).toBe(true);
  expect(await onTheDay(sue)).toBe(false);
});

test('two who differ too far talk it over: both stay, the lower counts till then, and what they agreed from then on', async () => {
  const { sam, ada, ben, ...here } = await clinic(database);
  const first = await watch(here, sam, { by: ada, second: ben });
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

test('an answer from when there was one for the whole assessment is still read', async () => {
  const { sam, ada, sue, ...here } = await clinic(database);
  const assessment = await watch(here, sam, { by: ada });
  await handIn(here, ada, assessment);
  const place = { column: 'harm_answers.sealed', row: assessment } as const;
  await here.as(ada, async (tx) =>
    tx
      .insertInto('harm_answers')
      .values({
        organisation_id: ada.organisation.id,
        assessment_id: assessment,
        sealed: await seal(tx, sam.id, 'We stopped the role-play.', place),
        answered_at: now()
      })
      .execute()
  );
  expect((await here.as(sue, (tx) => confidedIn(tx, [assessment], sam.id)))[0]!.harm).toEqual([
    { item: null, answer: 'We stopped the role-play.' }
  ]);
});

test('where two differ a third is asked, who sees neither; the three stay, and theirs may be what counts', async () => {
  const { sam, ada, ben, sue, ...here } = await clinic(database);
  const cyd = await here.person('Cyd', 'assessor');
  const first = await watch(here, sam, { by: ada, second: ben });
  const see = async (reader: Person) =>
    (await here.as(reader, (tx) => observationOfAssessment(tx, first, reader)))!;
  const ask = async (asker: Person, third: Person) =>
    here.as(asker, async (tx) => askThird(tx, { observation: await see(asker), third: third.id }, asker));
  await handIn(here, ada, first, [...basic, 'hope.advanced.1']);
  expect(await ask(ada, cyd)).toBe('nothing-disputed');
  await handInNext(here, ben, [...basic, 'hope.harmful.1']);

  expect(await ask(cyd, sue)).toBe('not-yours');
  for (const wrong of [ada, ben, sam]) expect(await ask(ada, wrong)).toBe('may-not-be-asked');
  expect(await ask(ada, cyd)).toBeNull();
  expect(await ask(ada, cyd)).toBeNull();
  expect(await ask(ben, sue)).toBe('asked-already');

  expect((await see(cyd)).results.map(({ ticks }) => ticks)).toEqual([null, null, null]);
  await handInNext(here, cyd, basic);
  const third = (await see(ada)).results[2]!;
  expect(third.assessor.name).toBe('Cyd');
  const take = async (taker: Person) =>
    here.as(taker, async (tx) =>
      takeThird(
        tx,
        { observation: await see(taker), third: third.assessment, reason: 'Cyd saw the recording twice.' },
        taker
      )
    );
  expect(await take(cyd)).toBe('not-yours');
  expect(await take(ben)).toBeNull();
  const settled = await see(sue);
  expect(settled.agreed).toMatchObject({ by: 'Ben', from: 'Cyd', levels: [{ item: 'hope', level: 3 }] });
  expect(settled.counts!.find(({ item }) => item === 'hope')!.level).toBe(3);
  expect(settled.results.map(({ ticks }) => ticks!.length)).toEqual([
    basic.length + 1,
    basic.length + 1,
    basic.length
  ]);
});

test('whose lone assessments wait for a second is not asked as third', async () => {
  const { sam, ada, ben, sue, cora, ...here } = await clinic(database);
  const cyd = await here.person('Cyd', 'assessor');
  const policy = { ...defaultPolicy, agreementPairsMin: 2 };
  await here.as(cora, (tx) =>
    setPolicy(
      tx,
      { id: newId(), policy, effectiveOn: dayIn('UTC'), source: '', reason: 'A small team' },
      cora
    )
  );
  const everyOther = (rest: number) =>
    rubrics[0]!.items.filter((_, at) => at % 2 === rest).flatMap((item) => behaviours(item, 'basic'));
  for (let time = 0; time < 2; time++) {
    await handIn(here, ada, await watch(here, sam, { by: ada, second: cyd }), everyOther(0));
    await handInNext(here, cyd, everyOther(1));
  }

  const first = await watch(here, sam, { by: ada, second: ben });
  await handIn(here, ada, first, [...basic, 'hope.harmful.1']);
  await handInNext(here, ben, basic);
  const others = await here.as(ada, async (tx) =>
    thirdsFor(tx, (await observationOfAssessment(tx, first, ada))!, ada)
  );
  expect(others).toEqual([{ id: sue.id, name: 'Sue' }]);
});

test('a role-play that rests is drawn for nobody, also on a device, until it is given again', async () => {
  const here = await clinic(database);
  const { as, ada, sam, cora } = here;
  const ours = scenarios.filter(({ rubric }) => rubric === 'foundational-helping').map(({ id }) => id);
  const [left, ...resting] = ours as [string, ...string[]];
  for (const scenario of resting)
    expect(await as(ada, (tx) => restScenario(tx, { id: newId(), scenario }, ada))).toBe(true);
  expect(await as(ada, (tx) => restScenario(tx, { id: newId(), scenario: 'made-up' }, ada))).toBe(false);
  const drawn = async () => {
    const assessment = await watch(here, sam, { by: ada });
    return (await as(ada, (tx) => observationOfAssessment(tx, assessment, ada)))!.scenario;
  };
  expect([await drawn(), await drawn()]).toEqual([left, left]);
  expect(await as(cora, (tx) => restingScenarios(tx))).toEqual(new Set(resting));
  expect(await as(ada, (tx) => wakeScenario(tx, resting[0]!, ada))).toBe(true);
  expect(await as(ada, (tx) => wakeScenario(tx, resting[0]!, ada))).toBe(false);
  expect(await drawn()).toBe(resting[0]);
});
