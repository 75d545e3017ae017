import { expect, test } from 'vitest';
import { attendedHours, refusalToMark } from './attendance.ts';
import { refusalToEnrol } from './enrolment.ts';
import { hoursOf, overlap, refusalToSchedule } from './workshop.ts';

const span = (from: string, to: string) => ({
  startsAt: new Date(`2026-12-${from}Z`),
  endsAt: new Date(`2026-12-${to}Z`)
});
const day = span('01T09:00', '01T16:30');
const attempt = (changes: object) => ({
  seats: 2,
  taken: 1,
  alreadyEnrolled: false,
  sessions: [day],
  otherSessions: [],
  teaches: [],
  mayCome: true,
  afterwards: false,
  waitingList: false,
  at: new Date('2026-11-21T00:00Z'),
  ...changes
});

test('a seat is given while there is one', () => {
  expect(refusalToEnrol(attempt({}))).toBeNull();
  expect(refusalToEnrol(attempt({ taken: 2 }))).toBe('workshop-full');
  expect(refusalToEnrol(attempt({ taken: 2, waitingList: true }))).toBeNull();
  expect(refusalToEnrol(attempt({ alreadyEnrolled: true }))).toBe('already-enrolled');
});

test('where one is invited, nobody else takes a seat', () => {
  expect(refusalToEnrol(attempt({ mayCome: false }))).toBe('by-invitation');
});

test('nobody enrols in the past, except those who write down who came', () => {
  const later = { at: new Date('2026-12-01T16:30Z') };
  expect(refusalToEnrol(attempt(later))).toBe('workshop-over');
  expect(refusalToEnrol(attempt({ ...later, afterwards: true }))).toBeNull();
});

test('nobody is in two workshops at once; one may start as another ends', () => {
  expect(refusalToEnrol(attempt({ otherSessions: [span('01T16:00', '01T18:00')] }))).toBe('clash');
  expect(refusalToEnrol(attempt({ otherSessions: [span('01T16:30', '01T18:00')] }))).toBeNull();
  expect(refusalToEnrol(attempt({ teaches: [span('01T16:00', '01T18:00')] }))).toBe('teaches-then');
  expect(overlap(day, span('02T09:00', '02T10:00'))).toBe(false);
});

test('hours are counted from who was there and for how long', () => {
  expect(hoursOf(day)).toBe(7.5);
  expect(attendedHours(day, { person: 'p', presence: 'present' })).toBe(7.5);
  expect(attendedHours(day, { person: 'p', presence: 'absent' })).toBe(0);
  expect(attendedHours(day, { person: 'p', presence: 'partly', hours: 3 })).toBe(3);
  expect(attendedHours(day, { person: 'p', presence: 'partly', hours: 7.5 })).toBeNull();
  expect(attendedHours(day, { person: 'p', presence: 'partly' })).toBeNull();
});

test('attendance is marked once a session has begun, for people who have a place', () => {
  const marks = [{ person: 'amina', presence: 'present' as const }];
  expect(refusalToMark(day, marks, ['amina'], day.startsAt)).toBeNull();
  expect(refusalToMark(day, marks, ['amina'], new Date('2026-12-01T08:59Z'))).toBe('session-not-begun');
  expect(refusalToMark(day, marks, [], day.startsAt)).toBe('not-enrolled');
  expect(refusalToMark(day, [{ person: 'amina', presence: 'partly' }], ['amina'], day.endsAt)).toBe(
    'hours-missing'
  );
});

test('a workshop needs days that make sense and somewhere to be', () => {
  const workshop = { sessions: [{ id: 's', ...day }], venue: 'The library', onlineLink: null };
  expect(refusalToSchedule(workshop)).toBeNull();
  expect(refusalToSchedule({ ...workshop, sessions: [] })).toBe('no-sessions');
  expect(refusalToSchedule({ ...workshop, venue: null })).toBe('no-place');
  expect(refusalToSchedule({ ...workshop, sessions: [{ id: 's', ...span('01T16:00', '01T09:00') }] })).toBe(
    'session-ends-first'
  );
  expect(refusalToSchedule({ ...workshop, sessions: [{ id: 's', ...span('01T09:00', '02T09:00') }] })).toBe(
    'session-too-long'
  );
  expect(
    refusalToSchedule({
      ...workshop,
      sessions: [
        { id: 's', ...day },
        { id: 't', ...span('01T16:00', '01T18:00') }
      ]
    })
  ).toBe('sessions-overlap');
});
