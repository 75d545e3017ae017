import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { publishSmallCourse, scheduleOneDay } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  enteredFor,
  enterPaper,
  gainOfWorkshop,
  handIn,
  learnersWithPapers,
  openAttempt,
  paperOfTest,
  setWorkshopTest,
  testOf,
  testPaper
} from './index.server.ts';

const database = onDatabase();
const morning = new Date('2027-03-01T05:00Z');
const evening = new Date('2027-03-01T15:00Z');
const minute = (at: Date) => at.toISOString().slice(0, 16);

/** Tom's workshop of one day with a test; neither Amina nor Ben has a device. */
async function valley() {
  moveClock(morning);
  const place = await village(database);
  const [tom, tessa, cora] = [
    await place.person('Tom', 'trainer'),
    await place.person('Tessa', 'trainer'),
    await place.person('Cora', 'coordinator')
  ];
  const [amina, ben] = [await place.person('Amina', 'supporter'), await place.person('Ben', 'supporter')];
  const small = await place.as(tom, (tx) => publishSmallCourse(tx, tom));
  const workshop = newId();
  await place.as(tom, async (tx) => {
    await scheduleOneDay(tx, { workshop, session: newId() }, tom, [amina, ben]);
    await setWorkshopTest(tx, { workshop, course: small.course, quiz: small.quiz }, tom);
  });
  const paper = (learner: Person, occasion: 'before' | 'after', right: number) => ({
    ...{ id: newId(), workshop, occasion, learner: learner.id },
    answers: small.answered(right)
  });
  const enter = (entered: ReturnType<typeof paper>, by: Person = tom) =>
    place.as(by, (tx) => enterPaper(tx, entered, by));
  const answer = (learner: Person, occasion: 'before' | 'after', right: number) => {
    const attempt = { ...{ id: newId(), course: small.course, quiz: small.quiz }, version: 1, number: 1 };
    return place.as(learner, (tx) =>
      handIn(tx, { ...attempt, workshop, occasion, answers: small.answered(right), madeAt: now() }, learner)
    );
  };
  return { ...place, tom, tessa, cora, amina, ben, workshop, small, paper, enter, answer };
}

test('what a learner answered on paper counts as theirs, once, and makes a gain like any other', async () => {
  const { as, tom, amina, ben, workshop, paper, enter, answer } = await valley();
  const before = paper(amina, 'before', 1);
  for (let again = 0; again < 2; again += 1) expect(await enter(before)).toBeNull();
  await answer(ben, 'before', 2);
  moveClock(evening);
  expect(await enter(paper(amina, 'after', 3))).toBeNull();
  await answer(ben, 'after', 4);
  const gain = await as(tom, (tx) => gainOfWorkshop(tx, workshop));
  expect(gain).toMatchObject({ gain: { n: 2, before: 0.375, after: 0.875 } });
  expect(gain!.items).toHaveLength(4);
  const { rows } = await database.owner.query(
    'select occasion, made_at, received_at from quiz_attempts where person_id = $1 order by received_at',
    [amina.id]
  );
  // Entered before it began, it was answered then; entered in the evening, when the day ended.
  expect(
    rows.map(({ occasion, made_at, received_at }) => [occasion, minute(made_at), minute(received_at)])
  ).toEqual([
    ['before', minute(morning), minute(morning)],
    ['after', '2027-03-01T14:00', minute(evening)]
  ]);
});

test('a learner is told who entered their answers, and what; nobody else’s are told to them', async () => {
  const { as, tom, amina, ben, workshop, paper, enter } = await valley();
  const entered = paper(amina, 'before', 1);
  await enter(entered);
  const told = await as(amina, (tx) => enteredFor(tx, workshop, amina));
  expect(told).toMatchObject([{ id: entered.id, occasion: 'before', enteredBy: 'Tom' }]);
  expect(await as(amina, (tx) => openAttempt(tx, entered.id))).toMatchObject({ enteredBy: 'Tom' });
  expect(await as(ben, (tx) => enteredFor(tx, workshop, ben))).toEqual([]);
  const rows = await as(tom, (tx) => learnersWithPapers(tx, workshop, 'before'));
  expect(rows).toEqual([
    { id: amina.id, name: 'Amina', answered: { at: told[0]!.at, enteredBy: 'Tom' } },
    { id: ben.id, name: 'Ben', answered: null }
  ]);
  const trace = await database.owner.query(
    `select from audit_entries where action = 'workshop-test.entered' and subject_id = $1 and actor_id = $2`,
    [amina.id, tom.id]
  );
  expect(trace.rowCount).toBe(1);
});

test('what came first stands, whether they answered themself or on paper', async () => {
  const { amina, ben, paper, enter, answer } = await valley();
  await answer(amina, 'before', 1);
  expect(await enter(paper(amina, 'before', 4))).toBe('answered-before');
  expect(await enter(paper(ben, 'before', 1))).toBeNull();
  expect(await answer(ben, 'before', 4)).toBe('answered-before');
  expect(await enter(paper(ben, 'after', 4))).toBe('not-the-time');
  moveClock(evening);
  expect(await enter({ ...paper(ben, 'after', 4), answers: {} })).toBe('nothing-answered');
  // The test before may be entered late: the paper was filled in in time.
  expect(await enter(paper(ben, 'after', 4))).toBeNull();
});

test('only who teaches the workshop, or a coordinator, enters papers, and of nobody without a seat; nor for themself', async () => {
  const { as, person, tom, tessa, cora, amina, ben, workshop, small, paper, enter } = await valley();
  expect(await enter(paper(amina, 'before', 1), tessa)).toBe('not-yours-to-enter');
  expect(await enter(paper(amina, 'before', 1), ben)).toBe('not-yours-to-enter');
  expect(await enter(paper(tom, 'before', 1), tom)).toBe('not-yours-to-enter');
  const kim = await person('Kim', 'supporter');
  expect(await enter(paper(kim, 'before', 1))).toBe('no-seat');
  expect(await enter(paper(amina, 'before', 1), cora)).toBeNull();
  // The database holds to it, also for a program not written yet.
  const row = (of: Person, by: Person) => ({
    ...{ organisation_id: of.organisation.id, id: newId(), course_id: small.course, version: 1 },
    ...{
      quiz_id: small.quiz,
      person_id: of.id,
      entered_by: by.id,
      occasion: 'before',
      workshop_id: workshop
    },
    ...{ number: 1, answers: '{}', share: '1', passed: true, made_at: now(), received_at: now() }
  });
  for (const [by, of] of [
    [tessa, ben],
    [amina, ben],
    [ben, kim],
    [tom, kim]
  ] as const)
    await expect(
      as(by, (tx) => tx.insertInto('quiz_attempts').values(row(of, by)).execute())
    ).rejects.toThrow(/row-level security/);
});

test('the test on paper asks what is asked on screen, and tells nothing of what is right', async () => {
  const { as, tom, amina, workshop } = await valley();
  const found = (await as(tom, (tx) => testOf(tx, workshop)))!;
  const asked = paperOfTest(workshop, found, amina.id);
  expect(asked).toEqual(paperOfTest(workshop, found, tom.id));
  expect(JSON.stringify(asked)).not.toContain('"right"');
  const step = (id: string, next: string | null) => ({
    ...{ id, text: `Step ${id}` },
    choices: [{ id: `${id}a`, text: 'Listen', next }]
  });
  const every: typeof asked = [
    ...asked,
    { id: 'b', text: 'Which?', notes: null, kind: 'multiple', options: [{ id: '1', text: 'One' }] },
    { id: 'c', text: 'In order', notes: null, kind: 'order', items: [{ id: '1', text: 'One' }] },
    {
      ...{ id: 'd', text: 'Together', notes: null, kind: 'match' as const },
      ...{ lefts: [{ id: '1', text: 'One' }], rights: [{ id: '2', text: 'Two' }] }
    },
    { id: 'e', text: 'In words', notes: null, kind: 'short' },
    { id: 'f', text: 'A case', notes: null, kind: 'vignette', steps: [step('1', '2'), step('2', null)] }
  ];
  for (const language of ['en', 'ar'] as const) {
    const pdf = testPaper(
      { organisation: 'Green Valley', workshop: 'Listening', title: 'What stays', asked: every },
      language
    );
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  }
});
