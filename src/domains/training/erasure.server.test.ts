import { expect, test } from 'vitest';
import { recordGrant } from '#domains/funding/index.server.ts';
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
import { aGrant } from '#platform/testing/grant.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  aboutMe,
  adoptCurricula,
  answerInvitation,
  enrol,
  finishLessons,
  giveConsent,
  giveEvaluation,
  handIn,
  invitationsOf,
  inviteTo,
  keepAnswers,
  leaveBookmark,
  markAttendance,
  modulesOf,
  openFeed,
  pathsVisibleTo,
  payStipends,
  receiveFee,
  scheduleWorkshop,
  setTaught,
  setTerms,
  setTrainingPolicy,
  statementsAbout,
  statementsOfCourse,
  takeUpCourse,
  withdrawInvitation
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
  return { ...place, tom, amina, workshop, course, rows };
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

/**
 * Cora asked Amina to two workshops; the first one Amina came to, without what comes first, paid her fee and was paid for her day;
 * the other invitation was taken back.
 */
async function invited() {
  moveClock(new Date('2026-05-01T08:00Z'));
  const place = await village(database);
  const { as } = place;
  const grace = await place.person('Grace', 'grants-manager');
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  const [line, came, off, session] = [newId(), newId(), newId(), newId()];
  const words = `canary-${newId()}`;
  await as(grace, (tx) => recordGrant(tx, aGrant({ line }), grace));
  const day = { startsAt: new Date('2026-06-01T06:00Z'), endsAt: new Date('2026-06-01T13:00Z') };
  const later = { startsAt: new Date('2026-08-01T06:00Z'), endsAt: new Date('2026-08-01T13:00Z') };
  await as(cora, async (tx) => {
    await adoptCurricula(tx, 'To begin with', cora);
    await scheduleWorkshop(tx, aWorkshop({ id: came, line, sessions: [{ id: session, ...day }] }), cora);
    await scheduleWorkshop(tx, aWorkshop({ id: off, line, sessions: [{ id: newId(), ...later }] }), cora);
    const path = await pathsVisibleTo(tx, cora).where('path.leads_to', '=', 'supporter').executeTakeFirst();
    const second = (await modulesOf(tx, path!.version)).find(({ needs }) => needs.length > 0)!;
    await setTaught(tx, { workshop: came, modules: [{ module: second.module, hours: 1 }] }, cora);
    const figures = { trainedPercent: 80, competentBy: 'bar' as const, competentWithinDays: 90 };
    const why = { effectiveFrom: '2026-05-01', source: 'Own', reason: 'Own' };
    await setTrainingPolicy(tx, { id: newId(), prerequisites: 'refuse', ...figures, ...why }, cora);
    for (const workshop of [came, off]) await inviteTo(tx, { workshop, people: [amina.id] }, cora);
    const place = { id: newId(), workshop: came, attendee: amina.id, overrideReason: words };
    expect(await enrol(tx, place, cora)).toBeNull();
    const [invitation] = await invitationsOf(tx, off);
    const withdrawal = { invitation: invitation!.id, reason: words };
    expect(await withdrawInvitation(tx, withdrawal, cora)).toBeNull();
    const terms = { fee: '20', stipendPerDay: '10', travelPerDay: '5' };
    await setTerms(tx, { id: newId(), workshop: came, terms, reason: 'As last year' }, cora);
    const fee = { id: newId(), workshop: came, person: amina.id, amount: '20', on: '2026-05-01' };
    expect(await receiveFee(tx, fee, cora)).toBeNull();
  });
  await as(amina, (tx) => answerInvitation(tx, { id: newId(), workshop: came, answer: 'accepted' }, amina));
  moveClock(new Date('2026-06-02T08:00Z'));
  await as(cora, async (tx) => {
    await markAttendance(tx, { session, marks: [{ person: amina.id, presence: 'present' }] }, cora);
    expect(await payStipends(tx, { id: newId(), workshop: came, on: '2026-06-02' }, cora)).toBeNull();
  });
  return { ...place, cora, amina, came, off, words };
}

test('the copy somebody takes has their invitations and answers, what they paid and were paid, and why they were let in', async () => {
  const { as, amina, came, off, words } = await invited();
  const copy = await as(amina, (tx) => aboutMe(tx, amina));
  expect(copy).toMatchObject({
    seats: [{ letInBecause: words, letInWithout: expect.arrayContaining([expect.any(String)]) }],
    invitationsAnswered: [{ workshop_id: came, answer: 'accepted' }],
    feesPaid: [{ workshop_id: came, amount: '20.00' }],
    stipendsReceived: [{ workshop: came, amount: '15.00', days: 1 }]
  });
  expect(copy.invitations).toHaveLength(2);
  expect(copy.invitations.find(({ workshop_id }) => workshop_id === off)).toMatchObject({
    withdrawn_because: words
  });
});

test('after erasure nothing is left of what was written about somebody beside a seat or an invitation; nobody else forgets it', async () => {
  const { as, cora, amina, words } = await invited();
  const left = async () => {
    const { rows: tables } = await database.owner.query(
      "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
    );
    const found: string[] = [];
    for (const { table_name } of tables) {
      const { rows } = await database.owner.query(
        `select from "${table_name}" as of_all where of_all::text like $1`,
        [`%${words}%`]
      );
      if (rows.length > 0) found.push(table_name);
    }
    return found.sort();
  };
  expect(await left()).toEqual(['prerequisite_overrides', 'workshop_invitations']);
  await as(cora, (tx) => tx.updateTable('prerequisite_overrides').set({ reason: null }).execute());
  expect(await left()).toEqual(['prerequisite_overrides', 'workshop_invitations']);
  await as(amina, (tx) => eraseMyself(tx, amina));
  expect(await left()).toEqual([]);
  await expect(
    database.owner.query("update prerequisite_overrides set reason = 'She knew it all'")
  ).rejects.toThrow(/append-only/);
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

test('after erasure nobody is told of them any more: no name leads back to them, their agreement has ended, and no new name is made', async () => {
  const { as, asSystem, tom, amina, course, rows } = await learned();
  await as(amina, (tx) => giveConsent(tx, newId(), amina));
  const [told] = await as(tom, (tx) => statementsOfCourse(tx, course));
  const { name } = told!.actor.account;
  await as(amina, (tx) => eraseMyself(tx, amina));
  expect((await rows('learner_pseudonyms', amina)).map(({ pseudonym }) => pseudonym)).toEqual([null]);
  expect((await rows('statement_consents', amina)).map(({ withdrawn_at }) => withdrawn_at)).toEqual([
    expect.any(Date)
  ]);
  const { rows: left } = await database.owner.query(
    'select from learner_pseudonyms where pseudonym::text = $1',
    [name]
  );
  expect(left).toEqual([]);
  expect(await as(tom, (tx) => statementsOfCourse(tx, course))).toEqual([]);
  expect(await asSystem((tx) => statementsAbout(tx, amina.id))).toEqual([]);
  expect(await rows('learner_pseudonyms', amina)).toHaveLength(1);
});

test('whoever has their record erased before anybody was told of them is never given a name', async () => {
  const { as, tom, amina, course, rows } = await learned();
  await as(amina, (tx) => eraseMyself(tx, amina));
  expect(await as(tom, (tx) => statementsOfCourse(tx, course))).toEqual([]);
  expect((await rows('learner_pseudonyms', amina)).map(({ pseudonym }) => pseudonym)).toEqual([null]);
});
