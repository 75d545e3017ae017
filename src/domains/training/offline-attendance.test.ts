import { expect, test } from 'vitest';
import type { Mark } from './attendance.ts';
import { sortMarks, type SentSheet, type Sheet } from './offline-attendance.ts';
import type { SentWalkIn } from './offline-walk-ins.ts';
import { marksToSend, sheetsInOrder, standingMarks, walkInsOn } from './sheet-on-device.ts';

type Sent = SentSheet['marks'][number];
const sent = (changes: Partial<Sent>): Sent => ({
  person: 'amina',
  presence: 'present',
  before: null,
  ...changes
});
const stands = (presence: 'present' | 'partly' | 'absent', hours: number) => [
  { person: 'amina', presence, hours }
];
const session = { startsAt: new Date('2026-03-01T06:00Z'), endsAt: new Date('2026-03-01T12:00Z') };
const sorted = (marks: Sent[], current: Mark[], seated = ['amina', 'baraka']) =>
  sortMarks(marks, { session, seated, current });
const otherwise = (marks: Sent[], current: Mark[]) => sorted(marks, current).otherwise;

test('a sheet that nobody touched meanwhile is taken, and one that says the same as somebody else, too', () => {
  expect(otherwise([sent({})], [])).toEqual([]);
  expect(otherwise([sent({})], stands('present', 8))).toEqual([]);
  expect(otherwise([sent({ before: 'absent' })], stands('absent', 0))).toEqual([]);
});

test('nobody’s mark is silently written over', () => {
  expect(otherwise([sent({})], stands('absent', 0))).toEqual(['amina']);
  expect(otherwise([sent({ before: 'absent' })], [])).toEqual(['amina']);
});

test('hours of a part of a day are a mark, too', () => {
  const threeHours = sent({ presence: 'partly', hours: 3 });
  expect(otherwise([threeHours], stands('partly', 3))).toEqual([]);
  expect(otherwise([threeHours], stands('partly', 2))).toEqual(['amina']);
  const corrected = { ...threeHours, before: 'partly' as const, hoursBefore: 2 };
  expect(otherwise([corrected], stands('partly', 2))).toEqual([]);
  expect(otherwise([corrected], stands('partly', 1))).toEqual(['amina']);
});

test('who lost their seat, or was there longer than the day now is, keeps nobody else off the sheet', () => {
  const marks = [
    sent({ person: 'gone' }),
    sent({ presence: 'partly', hours: 6 }),
    sent({ person: 'baraka', presence: 'partly', hours: 2 })
  ];
  expect(sorted(marks, [])).toMatchObject({
    written: [{ person: 'baraka' }],
    noSeat: ['gone'],
    wrongHours: ['amina'],
    otherwise: []
  });
});

const sheet: Sheet = {
  session: 'monday',
  workshop: 'listening',
  title: 'Listening',
  startsAt: session.startsAt.toISOString(),
  hours: 6,
  timeZone: 'Africa/Nairobi',
  room: null,
  people: [
    { id: 'amina', name: 'Amina', presence: null, hours: null },
    { id: 'baraka', name: 'Baraka', presence: 'absent', hours: 0 }
  ],
  walkIns: [{ id: 'neema', name: 'Neema', presence: null, hours: null }],
  others: [{ id: 'ida', name: 'Ida' }]
};

test('a sheet opened again shows what was handed in on this device, and was not sent or not fetched again', () => {
  const made: SentSheet[] = [
    { session: 'monday', marks: [sent({ presence: 'partly', hours: 2 })] },
    { session: 'tuesday', marks: [sent({ presence: 'absent' })] },
    { session: 'monday', marks: [sent({ before: 'partly', hoursBefore: 2 })] }
  ];
  expect(standingMarks(sheet, made)).toEqual({
    amina: { presence: 'present', hours: null },
    baraka: { presence: 'absent', hours: 0 }
  });
});

test('today’s sheet lies on top, then those of the days before, then those to come', () => {
  const on = (day: number) => ({ ...sheet, session: `${day}`, startsAt: `2026-03-0${day}T06:00:00.000Z` });
  const shuffled = [on(4), on(1), on(5), on(2), on(3)];
  const at = new Date('2026-03-03T09:00:00Z');
  expect(sheetsInOrder(shuffled, at).map(({ session }) => session)).toEqual(['3', '2', '1', '4', '5']);
});

test('only what was touched is sent, with what stood there when it was', () => {
  const before = { presence: 'absent' as const, hours: 0 };
  expect(marksToSend({ baraka: { presence: 'partly', hours: 2, before } })).toEqual([
    { person: 'baraka', presence: 'partly', hours: 2, before: 'absent', hoursBefore: 0 }
  ]);
});

test('who was written down without a seat on one day stands on the sheets of that workshop’s other days, until they have a seat', () => {
  const tuesday: Sheet = { ...sheet, session: 'tuesday', walkIns: [] };
  const elsewhere: Sheet = { ...sheet, session: 'far', workshop: 'another', walkIns: [] };
  const all = [sheet, tuesday, elsewhere];
  const came = (walkIn: string, session: string, more: Partial<SentWalkIn> = {}): SentWalkIn => ({
    ...{ walkIn, session, person: null, name: walkIn, contact: '', presence: 'present' },
    ...more
  });
  const made = [
    came('neema', 'monday'),
    came('neema', 'tuesday', { presence: 'partly', hours: 2 }),
    came('omar', 'far'),
    came('one', 'monday', { person: 'ida' }),
    came('another', 'monday', { person: 'amina' })
  ];
  expect(walkInsOn(sheet, all, made)).toEqual([
    { id: 'neema', name: 'Neema', presence: 'present', hours: null },
    { id: 'one', name: 'one', presence: 'present', hours: null }
  ]);
  expect(walkInsOn(tuesday, all, made)).toEqual([
    { id: 'neema', name: 'neema', presence: 'partly', hours: 2 },
    { id: 'one', name: 'one', presence: null, hours: null }
  ]);
});
