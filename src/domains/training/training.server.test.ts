import { describe, expect, test } from 'vitest';
import { grantsVisibleTo, linesVisibleTo, recordGrant } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  cancelEnrolment,
  cancelWorkshop,
  costOfWorkshop,
  enrol,
  enrolEach,
  enrolmentsOf,
  markAttendance,
  marksOf,
  postWorkshopCost,
  scheduleWorkshop,
  todayFor,
  trainingHoursOf,
  workshopsVisibleTo
} from './index.server.ts';
import type { NewWorkshop } from './index.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);
const before = at('2026-05-01T08:00');

/** Cora coordinates; the clock stands on the first of May 2026. */
async function programme() {
  moveClock(before);
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const [amina, ben, chidi] = [
    await place.person('Amina', 'supporter'),
    await place.person('Ben', 'supporter'),
    await place.person('Chidi', 'supporter')
  ];
  const schedule = async (changes: Partial<NewWorkshop> = {}) => {
    const workshop = aWorkshop({
      id: newId(),
      seats: 1,
      sessions: [
        { id: newId(), startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T13:30') },
        { id: newId(), startsAt: at('2026-06-02T06:00'), endsAt: at('2026-06-02T10:00') }
      ],
      ...changes
    });
    expect(await place.as(cora, (tx) => scheduleWorkshop(tx, workshop, cora))).toBeNull();
    return workshop;
  };
  const take = (person: Person, workshop: NewWorkshop, waitingList = false) =>
    place.as(person, (tx) => enrol(tx, { id: newId(), workshop: workshop.id, waitingList }, person));
  const seen = (person: Person, workshop: NewWorkshop) =>
    place.as(person, (tx) =>
      workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop.id).executeTakeFirst()
    );
  return { place, cora, amina, ben, chidi, schedule, take, seen };
}

describe('a seat', () => {
  test('the last one goes to one person only, and the others are offered the waiting list', async () => {
    const { place, schedule, take, seen } = await programme();
    const everybody = await Promise.all([...'abcdefgh'].map((name) => place.person(name, 'supporter')));
    const workshop = await schedule();
    const outcomes = await Promise.all(everybody.map((person) => take(person, workshop)));
    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'workshop-full')).toHaveLength(7);
    const late = everybody[outcomes.indexOf('workshop-full')]!;
    expect(await take(late, workshop, true)).toBeNull();
    expect(await seen(late, workshop)).toMatchObject({ taken: 1, waiting: 1, my_seat_since: null });
  });

  test('is never given twice, even when a program tries', async () => {
    const { place, amina, ben, schedule, take } = await programme();
    const workshop = await schedule();
    await take(amina, workshop);
    const squeeze = place.as(ben, (tx) =>
      tx
        .insertInto('enrolments')
        .values({
          organisation_id: place.organisation,
          id: newId(),
          workshop_id: workshop.id,
          person_id: ben.id,
          asked_at: before,
          seated_at: before
        })
        .execute()
    );
    await expect(squeeze).rejects.toThrow(/no more seats/);
  });

  test('given back goes at once to whoever waited longest, who hears of it', async () => {
    const { place, cora, amina, ben, chidi, schedule, take, seen } = await programme();
    const workshop = await schedule();
    await take(amina, workshop);
    await take(ben, workshop, true);
    await take(chidi, workshop, true);
    expect(await place.as(amina, (tx) => cancelEnrolment(tx, { workshop: workshop.id }, amina))).toBeNull();
    expect((await seen(ben, workshop))!.my_seat_since).not.toBeNull();
    expect((await seen(chidi, workshop))!.my_seat_since).toBeNull();
    const mails = await place.asSystem((tx) => tx.selectFrom('outgoing_mails').selectAll().execute());
    expect(mails).toMatchObject([{ to_person_id: ben.id, subject: 'A change to your calendar' }]);
    const list = await place.as(cora, (tx) => enrolmentsOf(tx, workshop.id));
    expect(list.map(({ name }) => name)).toEqual(['Ben', 'Chidi']);
  });

  test('two people who give theirs back at the same moment seat two who wait', async () => {
    const { place, amina, ben, chidi, schedule, take, seen } = await programme();
    const dede = await place.person('Dede', 'supporter');
    const workshop = await schedule({ seats: 2 });
    for (const person of [amina, ben]) await take(person, workshop);
    for (const person of [chidi, dede]) await take(person, workshop, true);
    await Promise.all(
      [amina, ben].map((person) =>
        place.as(person, (tx) => cancelEnrolment(tx, { workshop: workshop.id }, person))
      )
    );
    expect(await seen(chidi, workshop)).toMatchObject({ taken: 2, waiting: 0 });
  });

  test('is refused with a reason: twice, over, at the same time as another, or for somebody else', async () => {
    const { place, cora, amina, ben, schedule, take } = await programme();
    const workshop = await schedule({ seats: 5 });
    const other = await schedule({
      seats: 5,
      sessions: [{ id: newId(), startsAt: at('2026-06-02T09:00'), endsAt: at('2026-06-02T11:00') }]
    });
    expect(await take(amina, workshop)).toBeNull();
    expect(await take(amina, workshop)).toBe('already-enrolled');
    expect(await take(amina, other)).toBe('clash');
    const forBen = { id: newId(), workshop: workshop.id, attendee: ben.id };
    expect(await place.as(amina, (tx) => enrol(tx, forBen, amina))).toBe('not-yours-to-enrol');
    expect(
      await place.as(amina, (tx) => enrol(tx, { ...forBen, workshop: newId(), attendee: amina.id }, amina))
    ).toBe('no-such-workshop');
    expect(await place.as(ben, (tx) => cancelEnrolment(tx, { workshop: workshop.id }, ben))).toBe(
      'not-enrolled'
    );
    moveClock(at('2026-06-03T00:00'));
    expect(await take(ben, workshop)).toBe('workshop-over');
    expect(await place.as(amina, (tx) => cancelEnrolment(tx, { workshop: workshop.id }, amina))).toBe(
      'workshop-over'
    );
    expect(await place.as(cora, (tx) => enrol(tx, forBen, cora))).toBeNull();
  });

  test('in only one of several workshops at the same time, even asked for at the same moment', async () => {
    const { place, cora, amina, schedule, take } = await programme();
    const workshops = [await schedule(), await schedule(), await schedule(), await schedule()];
    const outcomes = await Promise.all(workshops.map((workshop) => take(amina, workshop)));
    expect(outcomes.toSorted()).toEqual(['clash', 'clash', 'clash', null].toSorted());
    const lists = await place.as(cora, (tx) => Promise.all(workshops.map(({ id }) => enrolmentsOf(tx, id))));
    expect(lists.flat()).toHaveLength(1);
  });

  test('asked for twice with the same command is one place', async () => {
    const { place, amina, schedule, seen } = await programme();
    const workshop = await schedule({ seats: 5 });
    const command = { id: newId(), workshop: workshop.id };
    for (let time = 0; time < 2; time++)
      expect(await place.as(amina, (tx) => enrol(tx, command, amina))).toBeNull();
    expect(await seen(amina, workshop)).toMatchObject({ taken: 1 });
  });

  test('shows a supporter how full a workshop is, but not who comes; a seeker sees nothing', async () => {
    const { place, amina, ben, schedule, take, seen } = await programme();
    const workshop = await schedule({ seats: 5 });
    await take(amina, workshop);
    expect(await seen(ben, workshop)).toMatchObject({ taken: 1, my_enrolment: null });
    expect(await place.as(ben, (tx) => enrolmentsOf(tx, workshop.id))).toEqual([]);
    const zuri = await place.person('Zuri', 'seeker');
    expect(await seen(zuri, workshop)).toBeUndefined();
    const elsewhere = await village(database);
    const stranger = await elsewhere.person('Stranger', 'coordinator');
    expect(await elsewhere.as(stranger, (tx) => tx.selectFrom('workshops').select('id').execute())).toEqual(
      []
    );
  });
});

describe('attendance', () => {
  test('becomes hours of that kind of training; a correction counts and the first mark is kept', async () => {
    const { place, cora, amina, schedule, take } = await programme();
    const workshop = await schedule();
    await take(amina, workshop);
    const [first, second] = workshop.sessions;
    const mark = (session: string, presence: 'present' | 'partly' | 'absent', hours?: number) =>
      place.as(cora, (tx) =>
        markAttendance(tx, { session, marks: [{ person: amina.id, presence, hours }] }, cora)
      );
    expect(await mark(first!.id, 'present')).toBe('session-not-begun');
    moveClock(at('2026-06-02T12:00'));
    expect(await mark(first!.id, 'present')).toBeNull();
    expect(await mark(first!.id, 'present')).toBeNull();
    expect(await mark(second!.id, 'partly')).toBe('hours-missing');
    expect(await mark(second!.id, 'partly', 2.5)).toBeNull();
    const hours = () => place.as(amina, (tx) => trainingHoursOf(tx, amina.id));
    expect(await hours()).toEqual([{ kind: 'foundational-helping', hours: 10 }]);

    moveClock(at('2026-06-02T12:05'));
    expect(await mark(first!.id, 'absent')).toBeNull();
    expect(await hours()).toEqual([{ kind: 'foundational-helping', hours: 2.5 }]);
    const history = await place.as(cora, (tx) =>
      tx
        .selectFrom('attendances')
        .select('presence')
        .where('session_id', '=', first!.id)
        .orderBy('marked_at')
        .execute()
    );
    expect(history.map(({ presence }) => presence)).toEqual(['present', 'absent']);
    const events = await place.asSystem((tx) =>
      tx.selectFrom('domain_events').where('name', '=', 'training.attended').select('payload').execute()
    );
    expect(events).toHaveLength(3);
    await expect(database.owner.query('update attendances set hours = 1')).rejects.toThrow(/append-only/);
  });

  test('is marked by those who run workshops, for those who have a seat', async () => {
    const { place, cora, amina, ben, schedule, take } = await programme();
    const workshop = await schedule();
    await take(amina, workshop);
    moveClock(at('2026-06-02T12:00'));
    const session = workshop.sessions[0]!.id;
    const marks = (who: Person) => [{ person: who.id, presence: 'present' as const }];
    expect(await place.as(amina, (tx) => markAttendance(tx, { session, marks: marks(amina) }, amina))).toBe(
      'not-yours-to-mark'
    );
    expect(await place.as(cora, (tx) => markAttendance(tx, { session, marks: marks(ben) }, cora))).toBe(
      'not-enrolled'
    );
    expect(await place.as(cora, (tx) => markAttendance(tx, { session: newId(), marks: [] }, cora))).toBe(
      'no-such-session'
    );
    const forged = place.as(amina, (tx) =>
      tx
        .insertInto('attendances')
        .values({
          organisation_id: place.organisation,
          id: newId(),
          workshop_id: workshop.id,
          session_id: session,
          person_id: amina.id,
          presence: 'present',
          hours: '7.5',
          marked_by: amina.id,
          marked_at: before
        })
        .execute()
    );
    await expect(forged).rejects.toThrow(/row-level security/);
    expect(await place.as(ben, (tx) => marksOf(tx, workshop.id))).toEqual([]);
  });
});

describe('the cost of a workshop', () => {
  test('is charged to its line and divided by those who came', async () => {
    const { place, cora, amina, ben, schedule, take } = await programme();
    const grace = await place.person('Grace', 'grants-manager');
    const line = newId();
    await place.as(grace, (tx) =>
      recordGrant(
        tx,
        {
          id: newId(),
          donor: { name: 'Fund' },
          title: 'Care',
          purpose: 'Training',
          currency: 'USD',
          total: '300',
          startsOn: '2026-01-01',
          endsOn: '2026-12-31',
          lines: [{ id: line, code: 'T', name: 'Training', amount: '300' }]
        },
        grace
      )
    );
    const workshop = await schedule({ line, seats: 5 });
    for (const person of [amina, ben]) await take(person, workshop);
    const cost = (amount: string) => ({
      id: newId(),
      workshop: workshop.id,
      amount,
      on: '2026-06-01',
      description: 'Room'
    });
    const post = (amount: string) => place.as(cora, (tx) => postWorkshopCost(tx, cost(amount), cora));
    expect(await post('250.01')).toBeNull();
    expect(await post('50')).toBe('more-than-left');
    const shown = () => place.as(cora, (tx) => costOfWorkshop(tx, workshop.id));
    expect(await shown()).toEqual({ cost: '250.01', currency: 'USD', attended: 0, perSeat: null });
    moveClock(at('2026-06-02T12:00'));
    const marks = [amina, ben].map(({ id }) => ({ person: id, presence: 'present' as const }));
    await place.as(cora, (tx) => markAttendance(tx, { session: workshop.sessions[0]!.id, marks }, cora));
    expect(await shown()).toMatchObject({ attended: 2, perSeat: '125.01' });
    expect(await place.as(amina, (tx) => costOfWorkshop(tx, workshop.id))).toBeNull();
    expect(await place.as(amina, (tx) => linesVisibleTo(tx, amina).execute())).toEqual([]);
    expect(await place.as(grace, (tx) => grantsVisibleTo(tx, grace).execute())).toMatchObject([
      { spent: '250.01' }
    ]);
  });

  test('needs a line, and the line’s grant must run on the days of the workshop', async () => {
    const { place, cora, schedule } = await programme();
    const workshop = await schedule();
    const cost = { id: newId(), workshop: workshop.id, amount: '1', on: '2026-06-01', description: 'Tea' };
    expect(await place.as(cora, (tx) => postWorkshopCost(tx, cost, cora))).toBe('no-line');
    const line = { ...workshop, id: newId(), line: newId() };
    expect(await place.as(cora, (tx) => scheduleWorkshop(tx, line, cora))).toBe('no-such-line');
  });
});

test('everybody with a seat is reminded once, the day before, without a word of what it is', async () => {
  const { place, amina, ben, schedule, take } = await programme();
  const workshop = await schedule({ title: 'Listening well' });
  await take(amina, workshop);
  await take(ben, workshop, true);
  await sweepNow(database.database, 'training-reminders');
  const mails = () => place.asSystem((tx) => tx.selectFrom('outgoing_mails').selectAll().execute());
  expect(await mails()).toEqual([]);
  moveClock(at('2026-05-31T07:00'));
  await sweepNow(database.database, 'training-reminders');
  await sweepNow(database.database, 'training-reminders');
  const sent = await mails();
  expect(sent).toMatchObject([{ to_person_id: amina.id, subject: 'A date to remember' }]);
  expect(sent[0]!.body).toContain('9:00');
  // As our pages write it, and not as an American would.
  expect(sent[0]!.body).toContain('Mon, 1 Jun 2026, 09:00–16:30');
  expect(sent[0]!.subject + sent[0]!.body).not.toContain('Listening');
});

test('a workshop says every language it is held in, and each once', async () => {
  const { amina, schedule, seen } = await programme();
  const workshop = await schedule({ language: 'sw', alsoIn: ['fr', 'sw', 'so'] });
  expect(await seen(amina, workshop)).toMatchObject({ language: 'sw', also_in: ['fr', 'so'] });
});

test('who teaches is reminded as well, once and of no day that is off', async () => {
  const { place, cora, schedule } = await programme();
  const tatu = await place.person('Tatu', 'trainer');
  const workshop = await schedule({ trainers: [tatu.id], title: 'Listening well' });
  const off = await schedule({
    trainers: [tatu.id],
    sessions: [{ id: newId(), startsAt: at('2026-06-01T04:00'), endsAt: at('2026-06-01T05:00') }]
  });
  await place.as(cora, (tx) => cancelWorkshop(tx, { workshop: off.id, reason: 'A feast' }, cora));
  moveClock(at('2026-05-31T07:00'));
  await sweepNow(database.database, 'training-reminders');
  await sweepNow(database.database, 'training-reminders');
  const sent = await place.asSystem((tx) => tx.selectFrom('outgoing_mails').selectAll().execute());
  expect(sent).toMatchObject([{ to_person_id: tatu.id, subject: 'A date to remember' }]);
  expect(sent[0]!.body).toContain(workshop.id);
});

test('a whole class is put on the list at once: the seats go to those named first, the others wait, and nobody twice', async () => {
  const { place, cora, amina, ben, schedule } = await programme();
  const others = [];
  for (const name of ['Chiku', 'Dalia', 'Esi']) others.push(await place.person(name, 'supporter'));
  const workshop = await schedule({ seats: 3 });
  const clashing = await schedule({ title: 'At the same time' });
  await place.as(ben, (tx) => enrol(tx, { id: newId(), workshop: clashing.id }, ben));
  const people = [amina, ben, ...others].map(({ id }) => id);
  const add = () => place.as(cora, (tx) => enrolEach(tx, { workshop: workshop.id, people }, cora));
  expect(await add()).toMatchObject({
    seated: 3,
    waiting: 1,
    refused: [{ person: { name: ben.name }, refusal: 'clash' }]
  });
  const listed = await place.as(cora, (tx) => enrolmentsOf(tx, workshop.id));
  expect(listed.filter(({ seated_at }) => !seated_at)).toMatchObject([{ name: 'Esi' }]);
  expect(await add()).toMatchObject({ seated: 0, waiting: 0, refused: [{ person: { name: ben.name } }] });
  expect(
    await place.as(amina, (tx) => enrolEach(tx, { workshop: workshop.id, people: [ben.id] }, amina))
  ).toMatchObject({ seated: 0, refused: [{ refusal: 'not-yours-to-enrol' }] });
});

test('each person’s day shows their next workshop, a seat that came free, and for a coordinator what is to be marked', async () => {
  const { place, cora, amina, ben, schedule, take } = await programme();
  const workshop = await schedule();
  await take(amina, workshop);
  await take(ben, workshop, true);
  const todayOf = async (person: Person) =>
    (await place.as(person, (tx) => todayFor(tx, person))).map(({ key }) => key.replace(/\.[^.]*$/, ''));
  expect(await todayOf(amina)).toEqual([]);
  moveClock(at('2026-05-30T08:00'));
  expect(await todayOf(amina)).toEqual(['training.next']);
  await place.as(amina, (tx) => cancelEnrolment(tx, { workshop: workshop.id }, amina));
  expect(await todayOf(ben)).toEqual(['training.moved', 'training.next']);
  expect(await todayOf(cora)).toEqual([]);
  moveClock(at('2026-06-01T20:00'));
  expect(await todayOf(cora)).toEqual(['training.mark']);
  const session = workshop.sessions[0]!.id;
  await place.as(cora, (tx) =>
    markAttendance(tx, { session, marks: [{ person: ben.id, presence: 'present' }] }, cora)
  );
  expect(await todayOf(cora)).toEqual([]);
});
