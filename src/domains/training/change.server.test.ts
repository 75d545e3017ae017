import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  assembleTraining,
  cancelEnrolment,
  cancelWorkshop,
  changeWorkshop,
  enrol,
  enrolmentsOf,
  markAttendance,
  scheduleWorkshop,
  sessionsOf,
  todayFor,
  versionsOf,
  workshopsVisibleTo
} from './index.server.ts';
import type { WorkshopChange } from './index.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** Cora runs a workshop on the first and second of June; Amina has its one seat and Ben waits. It is May. */
async function planned() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const { as } = place;
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  const ben = await place.person('Ben', 'supporter');
  const workshop = newId();
  const first = { id: newId(), startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T13:00') };
  const second = { id: newId(), startsAt: at('2026-06-02T06:00'), endsAt: at('2026-06-02T10:00') };
  const details = { venue: 'The library', onlineLink: null, seats: 1, sessions: [first, second] };
  await as(cora, (tx) =>
    scheduleWorkshop(
      tx,
      aWorkshop({
        id: workshop,
        ...details
      }),
      cora
    )
  );
  for (const person of [amina, ben])
    await as(person, (tx) => enrol(tx, { id: newId(), workshop, waitingList: true }, person));
  const change = (changes: Partial<WorkshopChange> = {}, who = cora) =>
    as(who, (tx) =>
      changeWorkshop(tx, { id: newId(), workshop, reason: 'The hall is shut', ...details, ...changes }, who)
    );
  const cancel = (who = cora) =>
    as(who, (tx) => cancelWorkshop(tx, { workshop, reason: 'The trainer is ill' }, who));
  const seen = (person: Person) =>
    as(person, (tx) =>
      workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirstOrThrow()
    );
  const letters = () =>
    place.asSystem((tx) => tx.selectFrom('outgoing_mails').select(['subject', 'body']).execute());
  return { ...place, cora, amina, ben, workshop, first, second, change, cancel, seen, letters };
}

test('a workshop moves, what was planned is kept, and everybody on its list is told without naming it', async () => {
  const { as, cora, amina, workshop, first, second, change, seen, letters } = await planned();
  const command = newId();
  const moved = { ...second, startsAt: at('2026-06-03T06:00'), endsAt: at('2026-06-03T10:00') };
  const to = { id: command, venue: 'The school', sessions: [first, moved] };
  expect(await change(to)).toBeNull();
  expect(await change(to)).toBeNull();
  expect(await seen(amina)).toMatchObject({ venue: 'The school', ends_at: moved.endsAt });
  // A day keeps its id, so that it moves in a calendar instead of standing there twice.
  expect(await as(cora, (tx) => sessionsOf(tx, workshop))).toMatchObject([first, moved]);
  expect(await as(cora, (tx) => versionsOf(tx, workshop))).toMatchObject([
    { reason: 'The hall is shut', by: 'Cora' }
  ]);
  const mails = await letters();
  expect(mails).toHaveLength(2);
  for (const { subject, body } of mails) expect(`${subject} ${body}`).not.toMatch(/listening|workshop’s/i);
});

test('two days can change places', async () => {
  const { as, cora, workshop, first, second, change } = await planned();
  const swapped = [
    { ...first, startsAt: second.startsAt, endsAt: second.endsAt },
    { ...second, startsAt: first.startsAt, endsAt: first.endsAt }
  ];
  expect(await change({ sessions: swapped })).toBeNull();
  expect((await as(cora, (tx) => sessionsOf(tx, workshop))).map(({ id }) => id)).toEqual([
    second.id,
    first.id
  ]);
});

test('more seats go to those who waited longest, and nobody loses a seat they have', async () => {
  const { ben, change, seen, letters } = await planned();
  expect(await change({ seats: 2 })).toBeNull();
  expect(await seen(ben)).toMatchObject({ taken: 2, waiting: 0 });
  expect(await letters(), 'only Ben, whose seat came free').toHaveLength(1);
  expect(await change({ seats: 1 })).toBe('fewer-seats-than-taken');
});

test('what has begun stays as it was, and a past day cannot be planned', async () => {
  const { as, cora, workshop, first, second, change } = await planned();
  moveClock(at('2026-06-01T08:00'));
  expect(await change({ sessions: [first, second] })).toBe('day-has-begun');
  const later = { ...second, startsAt: at('2026-06-05T06:00'), endsAt: at('2026-06-05T10:00') };
  expect(await change({ sessions: [later] })).toBeNull();
  expect(await as(cora, (tx) => sessionsOf(tx, workshop))).toMatchObject([first, later]);
  moveClock(at('2026-06-06T08:00'));
  expect(await change({ sessions: [later] })).toBe('workshop-over');
});

test('a moved day is reminded of again', async () => {
  assembleTraining();
  const { first, second, change, letters } = await planned();
  moveClock(at('2026-05-31T08:00'));
  await sweepNow(database.database, 'training-reminders');
  const reminded = (await letters()).length;
  expect(reminded).toBe(1);
  const moved = { ...first, startsAt: at('2026-06-01T07:00') };
  expect(await change({ sessions: [moved, second] })).toBeNull();
  await sweepNow(database.database, 'training-reminders');
  expect((await letters()).length, 'the change told to two, and one reminder more').toBe(reminded + 3);
});

test('a cancelled workshop tells everybody, takes nobody new, and needs nothing more from anybody', async () => {
  const { as, cora, amina, workshop, first, cancel, seen, letters } = await planned();
  expect(await cancel()).toBeNull();
  expect(await cancel()).toBeNull();
  expect(await letters()).toHaveLength(2);
  expect(await seen(amina)).toMatchObject({ cancelled_because: 'The trainer is ill' });
  expect(await as(cora, (tx) => enrol(tx, { id: newId(), workshop, attendee: cora.id }, cora))).toBe(
    'workshop-cancelled'
  );
  moveClock(at('2026-05-30T08:00'));
  expect(await as(amina, (tx) => todayFor(tx, amina))).toEqual([]);
  moveClock(at('2026-06-03T08:00'));
  expect(await as(cora, (tx) => todayFor(tx, cora))).toEqual([]);
  const marks = [{ person: amina.id, presence: 'present' as const }];
  expect(await as(cora, (tx) => markAttendance(tx, { session: first.id, marks }, cora))).toBe(
    'workshop-cancelled'
  );
});

test('a seat given back in a cancelled workshop goes to nobody', async () => {
  const { as, cora, amina, workshop, cancel, letters } = await planned();
  await cancel();
  const told = (await letters()).length;
  expect(await as(amina, (tx) => cancelEnrolment(tx, { workshop }, amina))).toBeNull();
  expect(await as(cora, (tx) => enrolmentsOf(tx, workshop))).toMatchObject([
    { name: 'Ben', seated_at: null }
  ]);
  expect(await letters()).toHaveLength(told);
});

test('a cancelled workshop leaves its time free for another', async () => {
  const { as, cora, amina, first, cancel } = await planned();
  await cancel();
  const other = newId();
  await as(cora, (tx) =>
    scheduleWorkshop(
      tx,
      aWorkshop({
        id: other,
        title: 'Another',
        aims: 'Aims',
        kind: 'other',
        seats: 3,
        sessions: [{ ...first, id: newId() }]
      }),
      cora
    )
  );
  expect(await as(amina, (tx) => enrol(tx, { id: newId(), workshop: other }, amina))).toBeNull();
});

test('only who runs workshops changes or cancels one, in the program and in the database', async () => {
  const { as, amina, workshop, change, cancel } = await planned();
  expect(await change({}, amina)).toBe('not-yours-to-change');
  expect(await cancel(amina)).toBe('not-yours-to-change');
  const updated = await as(amina, (tx) =>
    tx.updateTable('workshops').set({ seats: 9 }).where('id', '=', workshop).executeTakeFirst()
  );
  expect(updated.numUpdatedRows).toBe(0n);
});
