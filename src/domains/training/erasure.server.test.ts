import { expect, test } from 'vitest';
import { eraseMyself } from '#domains/people/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import {
  addSmallPackage,
  publishSmallCourse,
  sayInPackage,
  scheduleOneDay
} from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  aboutMe,
  finishLessons,
  giveEvaluation,
  handIn,
  keepAnswers,
  leaveBookmark,
  markAttendance,
  openFeed,
  takeUpCourse
} from './index.server.ts';

const database = onDatabase();
const ownTables = [
  'course_enrolments',
  'course_bookmarks',
  'lesson_completions',
  'quiz_drafts',
  'evaluation_givers',
  'attendance_origins'
] as const;

/** Amina has done everything there is to do once, with a word of her own wherever one can be written. */
async function learned() {
  moveClock(new Date('2027-03-01T05:00Z'));
  const place = await village(database);
  const tom = await place.person('Tom', 'trainer');
  const amina = await place.person('Amina', 'supporter');
  const small = await place.as(tom, (tx) => publishSmallCourse(tx, tom));
  const { course, quiz, lesson } = small;
  const pack = await place.as(tom, (tx) => addSmallPackage(tx, course, tom));
  const [workshop, session] = [newId(), newId()];
  await place.as(tom, (tx) => scheduleOneDay(tx, { workshop, session }, tom, [amina]));
  moveClock(new Date('2027-03-01T15:00Z'));
  await place.as(tom, (tx) =>
    markAttendance(tx, { session, marks: [{ person: amina.id, presence: 'present' }] }, tom)
  );
  await place.asSystem((tx) =>
    tx
      .insertInto('attendance_origins')
      .values({
        organisation_id: place.organisation,
        id: newId(),
        session_id: session,
        person_id: amina.id,
        employee_number: 'canary-17',
        score: '88 %'
      })
      .execute()
  );
  const sitting = { course, quiz, occasion: 'course' as const, workshop: null };
  await place.as(amina, async (tx) => {
    await takeUpCourse(tx, course, amina);
    await leaveBookmark(tx, { course, lesson }, amina);
    await finishLessons(tx, { course, lessons: [lesson], at: now() }, amina);
    const attempt = { ...sitting, id: newId(), version: 1, number: 1, madeAt: now() };
    const answers = { ...small.answered(3), another: 'canary-answer' };
    expect(await handIn(tx, { ...attempt, answers }, amina)).toBeNull();
    await keepAnswers(tx, sitting, { another: 'canary-draft' }, amina);
    const where = { course, package: pack };
    await sayInPackage(tx, where, { status: 'passed', raw: '90', kept: 'canary-package' }, amina);
    await openFeed(tx, newId(), amina);
    const said = { aims_met: 4, useful: 5, trainers: 3, pace: 4, felt_safe: 5, words: 'canary-evaluation' };
    expect(await giveEvaluation(tx, workshop, said, amina)).toBeNull();
  });
  const rows = async (table: string, person: Person) =>
    (await database.owner.query(`select * from ${table} where person_id = $1`, [person.id])).rows;
  return { ...place, tom, amina, workshop, rows };
}

test('the copy somebody takes has their seats, hours, reading and answers, and not what they said as nobody', async () => {
  const { as, amina } = await learned();
  const copy = await as(amina, (tx) => aboutMe(tx, amina));
  expect(copy).toMatchObject({
    seats: [{ title: 'Listening days' }],
    attendance: [{ presence: 'present', hours: '8' }],
    attempts: [{ share: '0.75', passed: true }],
    packages: [{ item: 'one', number: 1, success: 'passed', kept: { suspend_data: 'canary-package' } }],
    evaluationsGiven: [{}],
    broughtFromElsewhere: [{ employee_number: 'canary-17', score: '88 %' }],
    calendarFeeds: [{ closed_at: null }]
  });
  expect([copy.courses, copy.lessonsDone, copy.leftAt].map(({ length }) => length)).toEqual([1, 1, 1]);
  const text = JSON.stringify(copy);
  expect(text).toContain('canary-answer');
  expect(text).toContain('canary-draft');
  expect(text).not.toContain('canary-evaluation');
});

test('after erasure no answer and no trace of reading is left; figures, hours and evaluations stay as nobody’s', async () => {
  const { as, tom, amina, workshop, rows } = await learned();
  await as(amina, (tx) => eraseMyself(tx, amina));
  for (const table of ownTables) expect(await rows(table, amina), table).toEqual([]);
  const [{ answers, share }] = (await rows('quiz_attempts', amina)) as [Record<string, unknown>];
  expect([answers, share]).toEqual([{}, '0.75']);
  const [{ cmi, success }] = (await rows('package_progress', amina)) as [Record<string, unknown>];
  expect([cmi, success]).toEqual([{}, 'passed']);
  expect((await rows('calendar_feeds', amina))[0].closed_at).not.toBeNull();
  expect(await rows('attendances', amina)).toHaveLength(1);
  const { rows: said } = await database.owner.query(
    'select words from evaluation_answers where workshop_id = $1',
    [workshop]
  );
  expect(said).toEqual([{ words: 'canary-evaluation' }]);
  const names = await as(tom, (tx) =>
    tx.selectFrom('people').select('name').where('id', '=', amina.id).execute()
  );
  expect(names).toMatchObject([{ name: expect.stringMatching(/^erased-/) }]);
});

test('an attempt is forgotten or left as it is, never changed, and nobody forgets another’s', async () => {
  const { as, tom, amina } = await learned();
  const change = (by: Person, answers: string) =>
    as(by, (tx) =>
      tx.updateTable('quiz_attempts').set({ answers }).where('person_id', '=', amina.id).executeTakeFirst()
    );
  await expect(change(amina, '{"better": "now"}')).rejects.toThrow(/append-only/);
  expect((await change(tom, '{}')).numUpdatedRows).toBe(0n);
  await expect(database.owner.query('update quiz_attempts set share = 1')).rejects.toThrow(/append-only/);
});
