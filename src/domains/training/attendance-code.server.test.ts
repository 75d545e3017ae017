import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  attendByTicket,
  codeToShow,
  enrol,
  markAttendance,
  marksOf,
  scheduleWorkshop,
  ticketFor,
  trainingHoursOf
} from './index.server.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** Tatu's workshop has begun; Amina and Ben have a seat, Chidi has none. */
async function inTheRoom() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const tatu = await place.person('Tatu', 'trainer');
  const amina = await place.person('Amina', 'supporter');
  const ben = await place.person('Ben', 'supporter');
  const chidi = await place.person('Chidi', 'supporter');
  const session = newId();
  const other = newId();
  const workshop = newId();
  await place.as(tatu, (tx) =>
    scheduleWorkshop(
      tx,
      aWorkshop({
        id: workshop,
        trainers: [tatu.id],
        sessions: [
          { id: session, startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T13:00') },
          { id: other, startsAt: at('2026-06-01T14:00'), endsAt: at('2026-06-01T15:00') }
        ]
      }),
      tatu
    )
  );
  for (const person of [amina, ben])
    await place.as(person, (tx) => enrol(tx, { id: newId(), workshop }, person));
  moveClock(at('2026-06-01T06:05'));
  const show = async (of = session) => {
    const shown = await place.as(tatu, (tx) => codeToShow(tx, of, tatu));
    return 'address' in shown ? new URL(shown.address).searchParams.get('code')! : shown.refusal;
  };
  const scan = async (person: Person, code: string, of = session) => {
    const exchanged = await place.as(person, (tx) => ticketFor(tx, of, code, person));
    return 'ticket' in exchanged ? exchanged.ticket : exchanged.refusal;
  };
  const here = (person: Person, ticket: string, of = session) =>
    place.as(person, (tx) => attendByTicket(tx, { id: newId(), session: of, ticket }, person));
  return { place, tatu, amina, ben, chidi, session, other, workshop, show, scan, here };
}

test('who scans the code in the room is marked present, once, and it becomes hours', async () => {
  const { place, amina, workshop, show, scan, here } = await inTheRoom();
  const ticket = await scan(amina, await show());
  for (let time = 0; time < 2; time++) expect(await here(amina, ticket)).toBeNull();
  expect(await place.as(amina, (tx) => marksOf(tx, workshop))).toMatchObject([
    { presence: 'present', hours: 7 }
  ]);
  expect(await place.as(amina, (tx) => trainingHoursOf(tx, amina.id))).toEqual([
    { kind: 'foundational-helping', hours: 7 }
  ]);
  const events = await place.asSystem((tx) =>
    tx.selectFrom('domain_events').where('name', '=', 'training.attended').select('payload').execute()
  );
  expect(events).toHaveLength(1);
});

test('a picture that was sent on is of no use after a minute', async () => {
  const { amina, show, scan } = await inTheRoom();
  moveClock(at('2026-06-01T06:10:00'));
  const code = await show();
  moveClock(at('2026-06-01T06:10:45'));
  expect(await scan(amina, code)).toMatch(/^\d+\.\w+$/);
  moveClock(at('2026-06-01T06:11:00'));
  expect(await scan(amina, code)).toBe('code-too-old');
});

test('a ticket is of use to nobody else, on no other day, and for five minutes', async () => {
  const { amina, ben, other, show, scan, here } = await inTheRoom();
  const ticket = await scan(amina, await show());
  expect(await here(ben, ticket)).toBe('code-too-old');
  expect(await here(ben, 'nonsense')).toBe('code-too-old');
  moveClock(at('2026-06-01T06:11'));
  expect(await here(amina, ticket)).toBe('code-too-old');
  expect(await here(amina, ticket.replace(/^\d+/, '99999999999'))).toBe('code-too-old');
  moveClock(at('2026-06-01T12:59'));
  const late = await scan(amina, await show());
  moveClock(at('2026-06-01T13:01'));
  expect(await here(amina, late)).toBe('session-over');
  expect(await here(amina, late, other)).toBe('not-time-yet');
  moveClock(at('2026-06-01T14:01'));
  expect(await here(amina, late, other)).toBe('code-too-old');
});

test('it is refused without a seat, before the time, and with another session’s code; only who runs it shows one', async () => {
  const { place, amina, chidi, session, other, show, scan } = await inTheRoom();
  const code = await show();
  expect(await scan(chidi, code)).toBe('no-seat');
  expect(await show(other)).toBe('not-time-yet');
  moveClock(at('2026-06-01T13:50'));
  await show(other);
  expect(await scan(amina, code, other)).toBe('code-too-old');
  expect(await place.as(amina, (tx) => codeToShow(tx, session, amina))).toEqual({
    refusal: 'not-yours-to-mark'
  });
  const read = place.as(amina, (tx) => tx.selectFrom('attendance_secrets').selectAll().execute());
  await expect(read).rejects.toThrow(/permission denied/);
});

test('what the trainer marked stays: who left early stays marked so', async () => {
  const { place, tatu, amina, session, workshop, show, scan, here } = await inTheRoom();
  const marks = [{ person: amina.id, presence: 'partly' as const, hours: 2 }];
  await place.as(tatu, (tx) => markAttendance(tx, { session, marks }, tatu));
  expect(await here(amina, await scan(amina, await show()))).toBe('marked-otherwise');
  expect(await place.as(tatu, (tx) => marksOf(tx, workshop))).toMatchObject([
    { presence: 'partly', hours: 2 }
  ]);
});
