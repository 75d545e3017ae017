import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aQuiz, yesOrNo } from '#platform/testing/course.server.ts';
import type { CourseContent } from './index.ts';
import {
  askForCourse,
  beginCourse,
  cohortOfWorkshop,
  coursesAskedOf,
  enrol,
  evaluationOf,
  finishLessons,
  gainOfWorkshop,
  giveEvaluation,
  handIn,
  itemsOfQuiz,
  markAttendance,
  publishCourse,
  refusalToTest,
  saveDraft,
  scheduleWorkshop,
  setWorkshopTest,
  takeUpCourse,
  taughtBy,
  testOf
} from './index.server.ts';

const database = onDatabase();
const morning = new Date('2027-03-01T06:00Z');
const evening = new Date('2027-03-01T14:00Z');
const before = new Date('2027-02-20T08:00Z');
const scores = { aims_met: 4, useful: 5, trainers: 3, pace: 4, felt_safe: 5, words: '' };

async function training(learners: number) {
  moveClock(before);
  const place = await village(database);
  const tom = await place.person('Tom', 'trainer');
  const people: Person[] = [];
  for (let n = 0; n < learners; n += 1) people.push(await place.person(`Learner ${n}`, 'supporter'));
  const [course, workshop, session, lesson, quiz] = [newId(), newId(), newId(), newId(), newId()];
  const questions = [yesOrNo('First?'), yesOrNo('Second?')];
  const content: CourseContent = {
    title: 'Listening',
    summary: '',
    lessons: [{ id: lesson, title: 'Begin', words: 'Sit.' }],
    quizzes: [aQuiz(questions, { id: quiz })]
  };
  const plan = {
    id: workshop,
    title: 'Listening days',
    aims: 'To listen.',
    kind: 'other' as const,
    line: null,
    venue: 'The school',
    onlineLink: null,
    language: 'en',
    timeZone: 'UTC',
    seats: 20,
    trainers: [tom.id],
    sessions: [{ id: session, startsAt: morning, endsAt: evening }]
  };
  await place.as(tom, async (tx) => {
    await beginCourse(tx, { id: course, title: 'Listening', kind: 'other', language: 'en' }, tom);
    await saveDraft(tx, { course, revision: 0 }, () => content, tom);
    await publishCourse(tx, course, tom);
    expect(await scheduleWorkshop(tx, plan, tom)).toBeNull();
    for (const { id } of people) await enrol(tx, { id: newId(), workshop, attendee: id }, tom);
    expect(await setWorkshopTest(tx, { workshop, course, quiz }, tom)).toBeNull();
  });
  const answer = (person: Person, occasion: 'before' | 'after', rights: boolean[]) =>
    place.as(person, (tx) =>
      handIn(
        tx,
        {
          id: newId(),
          course,
          quiz,
          occasion,
          workshop,
          version: 1,
          number: 1,
          answers: Object.fromEntries(
            questions.map(({ id, options }, at) => [id, options[rights[at] ? 0 : 1]!.id])
          ),
          madeAt: now()
        },
        person
      )
    );
  return {
    ...place,
    tom,
    people,
    course,
    workshop,
    session,
    lesson,
    plan,
    questions,
    quiz: content.quizzes[0]!,
    answer
  };
}

test('the same test before and after says what was gained, over those who answered both', async () => {
  const { as, tom, people, workshop, questions, answer } = await training(3);
  const [amina, ben, cleo] = people as [Person, Person, Person];
  await answer(amina, 'before', [false, false]);
  await answer(ben, 'before', [true, false]);
  await answer(cleo, 'before', [true, true]);
  expect(await answer(amina, 'after', [true, true])).toBe('not-the-time');
  moveClock(evening);
  expect(await answer(amina, 'after', [true, true])).toBeNull();
  expect(await answer(ben, 'after', [true, false])).toBeNull();
  expect(await answer(ben, 'after', [true, true])).toBe('answered-before');
  const found = (await as(tom, (tx) => gainOfWorkshop(tx, workshop)))!;
  expect(found).toMatchObject({ before: 3, after: 2, gain: { n: 2, before: 0.25, after: 0.75, mean: 0.5 } });
  expect(found.gain!.normalised).toBeCloseTo(2 / 3);
  expect(found.items.find(({ question }) => question === questions[1]!.id)).toMatchObject({
    text: 'Second?',
    gain: { n: 2, before: 0, after: 0.5 }
  });
});

test('the test is set once, and answered by those with a seat', async () => {
  const { as, person, tom, people, workshop, course, quiz, answer } = await training(1);
  expect(await as(tom, (tx) => setWorkshopTest(tx, { workshop, course, quiz: quiz.id }, tom))).toBe(
    'answered-before'
  );
  const stranger = await person('Stranger', 'supporter');
  expect(await answer(stranger, 'before', [true, true])).toBe('not-enrolled');
  moveClock(new Date('2027-03-02T08:00Z'));
  const [amina] = people as [Person];
  expect(await as(amina, (tx) => refusalToTest(tx, { workshop, occasion: 'before', at: now() }, amina))).toBe(
    'not-the-time'
  );
  expect((await as(amina, (tx) => testOf(tx, workshop)))?.quiz.title).toBe('What stays');
});

test('an evaluation is shown from five answers on, to those who plan training, and is nobody’s', async () => {
  const { as, tom, people, workshop } = await training(5);
  const [first] = people as [Person];
  const give = (one: Person, words = '') =>
    as(one, (tx) => giveEvaluation(tx, workshop, { ...scores, words }, one));
  expect(await give(first)).toBe('not-the-time');
  moveClock(new Date('2027-03-02T08:00Z'));
  for (const one of people.slice(0, 4)) expect(await give(one, 'More stories.')).toBeNull();
  expect(await give(first)).toBe('answered-before');
  expect(await as(tom, (tx) => evaluationOf(tx, workshop))).toBeNull();
  expect(await give(people[4]!)).toBeNull();
  expect(await as(tom, (tx) => evaluationOf(tx, workshop))).toMatchObject({
    n: 5,
    means: { useful: 5, trainers: 3 },
    words: Array.from({ length: 4 }, () => 'More stories.')
  });
  expect(await as(first, (tx) => evaluationOf(tx, workshop))).toBeNull();
  await expect(as(tom, (tx) => tx.selectFrom('evaluation_answers').selectAll().execute())).rejects.toThrow(
    'permission denied'
  );
  const { rows } = await database.owner.query(
    `select column_name from information_schema.columns where table_name = 'evaluation_answers'
       and (column_name like '%_at' or column_name like '%person%' or column_name like '%_by')`
  );
  expect(rows).toEqual([]);
});

test('over several workshops, one with few answers is left out, so that nobody can be found by taking away', async () => {
  const { as, tom, people, plan, workshop } = await training(5);
  const small = newId();
  const [alone] = people as [Person];
  const nextDay = {
    id: newId(),
    startsAt: new Date('2027-03-02T06:00Z'),
    endsAt: new Date('2027-03-02T10:00Z')
  };
  await as(tom, async (tx) => {
    expect(await scheduleWorkshop(tx, { ...plan, id: small, sessions: [nextDay] }, tom)).toBeNull();
    await enrol(tx, { id: newId(), workshop: small, attendee: alone.id }, tom);
  });
  moveClock(new Date('2027-03-03T08:00Z'));
  for (const one of people)
    await as(one, (tx) => giveEvaluation(tx, workshop, { ...scores, words: '' }, one));
  await as(alone, (tx) => giveEvaluation(tx, small, { ...scores, useful: 1, words: 'Only me.' }, alone));
  const { evaluation } = await as(tom, (tx) => taughtBy(tx, tom.id, tom));
  expect(evaluation.all).toMatchObject({ n: 5, means: { useful: 5 }, words: [] });
  expect(evaluation.all!.counts.useful).toEqual([0, 0, 0, 0, 5]);
  expect([...evaluation.each.keys()]).toEqual([workshop]);
});

test('a trainer finds who fell behind and what few know afterwards; a learner finds nothing of it', async () => {
  const { as, tom, people, workshop, session, questions, answer } = await training(3);
  for (const one of people) await answer(one, 'before', [false, false]);
  moveClock(evening);
  for (const one of people) await answer(one, 'after', [true, false]);
  const marks = people.map(({ id }, at) => ({
    person: id,
    presence: at === 0 ? ('absent' as const) : ('present' as const)
  }));
  await as(tom, (tx) => markAttendance(tx, { session, marks }, tom));
  const taught = await as(tom, (tx) => taughtBy(tx, tom.id, tom));
  expect(taught.behind).toMatchObject([{ name: 'Learner 0', workshop: { id: workshop } }]);
  expect(taught.again.map(({ question }) => question)).toEqual([questions[1]!.id]);
  expect(taught.gain.gain).toMatchObject({ n: 3, before: 0, after: 0.5, interval: [0.5, 0.5] });
  moveClock(new Date('2027-07-01T08:00Z'));
  expect((await as(tom, (tx) => taughtBy(tx, tom.id, tom))).behind).toEqual([]);
  const [amina] = people as [Person];
  expect(await as(amina, (tx) => taughtBy(tx, amina.id, amina))).toMatchObject({
    workshops: [],
    gain: { gain: null }
  });
});

test('a trainer sees at a glance who is falling behind', async () => {
  const { as, tom, people, workshop, session, course, lesson } = await training(2);
  const [amina, ben] = people as [Person, Person];
  await as(tom, (tx) => askForCourse(tx, { workshop, course }, tom));
  expect(await as(amina, (tx) => coursesAskedOf(tx, workshop))).toEqual([{ course, title: 'Listening' }]);
  await as(amina, async (tx) => {
    await takeUpCourse(tx, course, amina);
    await finishLessons(tx, { course, lessons: [lesson], at: now() }, amina);
  });
  moveClock(evening);
  const marks = [
    { person: amina.id, presence: 'present' as const },
    { person: ben.id, presence: 'absent' as const }
  ];
  await as(tom, (tx) => markAttendance(tx, { session, marks }, tom));
  const cohort = await as(tom, (tx) => cohortOfWorkshop(tx, { workshop, at: now() }, tom));
  expect(cohort).toMatchObject([
    {
      name: 'Learner 0',
      hours: { attended: 8, held: 8 },
      lessons: { done: 1, all: 1 },
      quizzes: { passed: 0, all: 1 }
    },
    { name: 'Learner 1', hours: { attended: 0, held: 8 }, lessons: { done: 0, all: 1 }, behind: true }
  ]);
});

test('a question is judged by first answers, once ten people have given them', async () => {
  const { as, tom, people, course, quiz, answer } = await training(10);
  for (const [at, one] of people.entries()) await answer(one, 'before', [at < 6, at < 4]);
  const items = await as(tom, (tx) => itemsOfQuiz(tx, course, quiz));
  expect(items.map(({ figures }) => figures && [figures.n, figures.p])).toEqual([
    [10, 0.6],
    [10, 0.4]
  ]);
});
