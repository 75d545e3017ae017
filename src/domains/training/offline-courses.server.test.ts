import { expect, test } from 'vitest';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { openSetAside, pack, receive, setAsideVisibleTo, toldOf } from '#platform/offline/index.server.ts';
import { addSmallPackage, aQuiz, whatComesFirst } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import type { CourseContent, CourseTaken, SentAttempt, SentPlay } from './index.ts';
import {
  beginCourse,
  bundleOf,
  coursesVisibleTo,
  publishCourse,
  saveDraft,
  takeUpCourse
} from './index.server.ts';

const database = onDatabase();

async function valley() {
  const place = await village(database);
  const [tom, amina] = [
    await place.person('Tom', 'trainer'),
    await place.person('Amina', 'supporter', 'planner')
  ];
  const [course, lesson] = [newId(), newId()];
  const asks = whatComesFirst();
  const right = asks.options[0]!.id;
  const content: CourseContent = {
    title: 'Listening',
    summary: '',
    lessons: [{ id: lesson, title: 'Begin', words: 'Sit **down**.' }],
    quizzes: [aQuiz([asks], { attemptsMax: 2, showsRight: false })]
  };
  await place.as(tom, async (tx) => {
    await beginCourse(tx, { id: course, title: 'Listening', kind: 'other', language: 'en' }, tom);
    await saveDraft(tx, { course, revision: 0 }, () => content, tom);
    await publishCourse(tx, course, tom);
  });
  await place.as(amina, (tx) => takeUpCourse(tx, course, amina));
  const taken = async (): Promise<CourseTaken> => {
    const { parts } = await place.as(amina, (tx) => pack(tx, { have: [], leaseToken: null }, amina));
    return (parts.find(({ name }) => name === 'courses')!.data as CourseTaken[])[0]!;
  };
  const { quizzes } = await taken();
  const payload: SentAttempt = {
    course,
    quiz: quizzes[0]!.id,
    version: 1,
    number: 1,
    answers: { [quizzes[0]!.paper[0]!.id]: right }
  };
  const command = (kind: string, payload: unknown) => ({
    id: newId(),
    kind,
    person: amina.id,
    madeAt: now().toISOString(),
    payload
  });
  return { ...place, tom, amina, course, lesson, payload, command, taken };
}

test('what a device takes along is the same while nothing has changed, and does not tell what is right', async () => {
  const { as, amina, taken } = await valley();
  const hashes = async () =>
    (await as(amina, (tx) => pack(tx, { have: [], leaseToken: null }, amina))).parts.map(({ hash }) => hash);
  expect(await hashes()).toEqual(await hashes());
  const text = JSON.stringify(await taken());
  expect(text).toContain('<strong>down</strong>');
  expect(text).toContain('Too early.');
  expect(text).not.toContain('"right":true');
  expect(text).not.toContain('"right":[');
});

test('an attempt sent again and again is scored once, by the server', async () => {
  const { as, amina, payload, command, taken } = await valley();
  const sent = command('quiz-attempt', payload);
  for (let again = 0; again < 3; again += 1)
    expect(await as(amina, (tx) => receive(tx, sent, amina))).toEqual({ outcome: 'done' });
  expect((await taken()).quizzes[0]).toMatchObject({ results: [1], number: 2, attemptsLeft: 1 });
});

test('a score that a device makes up is not read', async () => {
  const { as, amina, payload, command, taken } = await valley();
  const sent = command('quiz-attempt', { ...payload, answers: {}, share: 1, passed: true });
  expect(await as(amina, (tx) => receive(tx, sent, amina))).toEqual({ outcome: 'done' });
  expect((await taken()).quizzes[0]!.results).toEqual([0]);
});

test('one attempt too many stays on the device, with words', async () => {
  const { as, amina, payload, command } = await valley();
  const send = (number: number) =>
    as(amina, (tx) => receive(tx, command('quiz-attempt', { ...payload, number }), amina));
  await send(1);
  await send(2);
  expect(await send(3)).toMatchObject({ outcome: 'refused', words: expect.stringMatching(/\w/) });
});

test('lessons done in the valley are done', async () => {
  const { as, amina, course, lesson, command, taken } = await valley();
  const sent = command('lessons-done', { course, lessons: [lesson] });
  expect(await as(amina, (tx) => receive(tx, sent, amina))).toEqual({ outcome: 'done' });
  expect((await taken()).done).toEqual([lesson]);
});

/** Amina's course has a small package; her device sends what it heard of it. */
async function elsewhere() {
  const place = await valley();
  const { as, tom, amina, course, command, taken } = place;
  const pack = await as(tom, (tx) => addSmallPackage(tx, course, tom));
  const play = (base: number | null, sequence: number, core: Record<string, unknown>) =>
    command('package-play', {
      ...{ course, package: pack, item: 'one', base, sequence },
      cmi: { suspend_data: `word ${sequence}`, core }
    } satisfies SentPlay);
  const send = (sent: ReturnType<typeof play>) => as(amina, (tx) => receive(tx, sent, amina));
  const item = async () => (await taken()).packages[0]!.items[0]!;
  const attempts = async () =>
    (
      await database.owner.query(
        'select a.number, p.success, p.sequence::int from package_attempts a left join package_progress p on p.attempt_id = a.id where a.person_id = $1 order by 1',
        [amina.id]
      )
    ).rows;
  return { ...place, pack, play, send, item, attempts };
}

test('what a package said in the valley arrives once, however often it is sent, and goes on where it was', async () => {
  const { play, send, item, attempts } = await elsewhere();
  expect(await item()).toMatchObject({ base: null, kept: null });
  const first = play(null, 100, { lesson_status: 'incomplete', exit: 'suspend' });
  for (let again = 0; again < 3; again += 1) expect(await send(first)).toEqual({ outcome: 'done' });
  expect(await item()).toMatchObject({ base: 100, kept: { suspend_data: 'word 100' } });
  const second = play(100, 200, { lesson_status: 'passed', score: { raw: '90' } });
  for (let again = 0; again < 3; again += 1) expect(await send(second)).toEqual({ outcome: 'done' });
  expect(await attempts()).toEqual([{ number: 1, success: 'passed', sequence: 200 }]);
  // It was gone through: who opens it again tries anew.
  expect(await item()).toMatchObject({ base: 200, kept: null });
});

test('two devices that went on from the same word overwrite nothing of each other', async () => {
  const { play, send, attempts } = await elsewhere();
  await send(play(null, 100, { lesson_status: 'incomplete', exit: 'suspend' }));
  await send(play(100, 300, { lesson_status: 'incomplete', exit: 'suspend' }));
  // Earlier by its own clock, later to arrive, and better.
  await send(play(100, 200, { lesson_status: 'passed', score: { raw: '90' } }));
  expect(await attempts()).toEqual([
    { number: 1, success: 'unknown', sequence: 300 },
    { number: 2, success: 'passed', sequence: 200 }
  ]);
});

test('a device keeps the parts of the packages of its learner’s courses, in one piece that nobody else gets', async () => {
  const { as, person, amina, course, pack, taken } = await elsewhere();
  const { address } = (await taken()).packages[0]!;
  expect((await taken()).files.map((file) => file.address)).toContain(address);
  const bundle = await as(amina, (tx) => bundleOf(tx, { course, package: pack }));
  const bytes = Buffer.from(await new Response(bundle).arrayBuffer());
  const end = 4 + bytes.readUInt32BE();
  const list = JSON.parse(bytes.subarray(4, end).toString()) as { path: string; bytes: number }[];
  expect(list.map(({ path }) => path)).toEqual(['imsmanifest.xml', 'one.html']);
  expect(bytes.subarray(end + list[0]!.bytes).toString()).toBe('<h1>The pause</h1>');
  const ben = await person('Ben', 'supporter');
  expect(await as(ben, (tx) => bundleOf(tx, { course, package: pack }))).toBeNull();
});

/** Ends somebody's time as a learner; they stay here as a planner. */
async function learnsNoMore({ asSystem, amina }: Awaited<ReturnType<typeof valley>>) {
  await asSystem((tx) =>
    tx
      .updateTable('memberships')
      .set({ until: now() })
      .where('person_id', '=', amina.id)
      .where('role', '=', 'supporter')
      .execute()
  );
  return { ...amina, roles: ['planner' as const] };
}

test('answers of somebody whose role as a learner ended meanwhile are set aside, and count for nothing by themselves', async () => {
  const place = await valley();
  const { as, person, amina, payload, command } = place;
  const cora = await person('Cora', 'coordinator');
  const without = await learnsNoMore(place);
  const sent = command('quiz-attempt', payload);
  expect(await as(without, (tx) => receive(tx, sent, without))).toEqual({ outcome: 'set-aside' });
  expect(await as(without, (tx) => receive(tx, sent, without))).toEqual({ outcome: 'set-aside' });
  const waiting = await as(cora, (tx) => setAsideVisibleTo(tx, cora));
  expect(waiting).toHaveLength(1);
  expect(await as(cora, (tx) => coursesVisibleTo(tx, cora).execute())).toHaveLength(1);
  expect(
    (await database.owner.query('select from quiz_attempts where person_id = $1', [amina.id])).rowCount
  ).toBe(0);
});

test('answers, lessons and lessons made elsewhere that were set aside are read in words, and no id is among them', async () => {
  const place = await elsewhere();
  const { as, person, amina, course, lesson, payload, play, command } = place;
  const cora = await person('Cora', 'coordinator');
  const without = await learnsNoMore(place);
  const told = async (sent: ReturnType<typeof command>) => {
    expect(await as(amina, (tx) => receive(tx, sent, without))).toEqual({ outcome: 'set-aside' });
    return as(cora, async (tx) => toldOf(tx, (await openSetAside(tx, sent.id))!));
  };
  expect(await told(command('quiz-attempt', payload))).toEqual([
    { label: 'Listening', value: expect.any(String) },
    { label: 'What comes first?', value: 'To listen' }
  ]);
  expect(await told(command('lessons-done', { course, lessons: [lesson] }))).toEqual([
    { label: 'Listening', value: 'Begin' }
  ]);
  const core = { lesson_status: 'passed', score: { raw: '90' } };
  expect(await told(play(null, 100, core))).toEqual([
    { label: 'Listening', value: expect.any(String) },
    { label: expect.any(String), value: 'Passed' },
    { label: 'Score', value: '90%' }
  ]);
});
