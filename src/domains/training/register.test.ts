import fc from 'fast-check';
import { expect, test } from 'vitest';
import { registerOf, type DayMark } from './register.ts';

const day = (id: string, date: number, hours: number) => ({
  id,
  startsAt: new Date(Date.UTC(2026, 4, date, 9)),
  endsAt: new Date(Date.UTC(2026, 4, date, 9 + hours))
});
const sessions = [day('mon', 4, 8), day('tue', 5, 6), day('wed', 6, 8)];
const amina = { id: 'amina', name: 'Amina', seated: true };
const daudi = { id: 'daudi', name: 'Daudi', seated: true };
const mark = (person: string, session: string, hours: number, presence: DayMark['presence'] = 'present') => ({
  person,
  session,
  presence,
  hours
});
const tuesdayNight = new Date(Date.UTC(2026, 4, 5, 20));

test('whole and partial days add up to hours, and to a share of what was held so far', () => {
  const { held, rows, days } = registerOf(
    {
      sessions,
      people: [amina, daudi],
      marks: [mark('amina', 'mon', 8), mark('amina', 'tue', 2.5, 'partly'), mark('daudi', 'mon', 0, 'absent')]
    },
    { at: tuesdayNight }
  );
  expect(held).toBe(14);
  expect(rows[0]).toMatchObject({ hours: 10.5, share: 0.75 });
  expect(rows[1]).toMatchObject({ hours: 0, share: 0, days: [{ presence: 'absent' }, null, null] });
  expect(days.map(({ begun, marked }) => [begun, marked])).toEqual([
    [true, 2],
    [true, 1],
    [false, 0]
  ]);
});

test('who gave a seat back stays with what they attended, and is expected no more', () => {
  const left = { ...daudi, seated: false };
  const gone = { id: 'gone', name: 'Gone', seated: false };
  const { rows, days } = registerOf(
    {
      sessions,
      people: [amina, left, gone],
      marks: [mark('daudi', 'mon', 8), mark('gone', 'mon', 0, 'absent')]
    },
    { at: tuesdayNight }
  );
  expect(rows.map(({ name }) => name)).toEqual(['Amina', 'Daudi']);
  expect(days[0]!.marked).toBe(0);
});

test('days after a workshop was called off are not held, and before the first nobody has a share', () => {
  const called = registerOf(
    { sessions, people: [amina], marks: [] },
    { at: new Date(Date.UTC(2026, 4, 30)), cancelledAt: sessions[1]!.startsAt }
  );
  expect(called.held).toBe(8);
  const before = registerOf({ sessions, people: [amina], marks: [] }, { at: new Date(Date.UTC(2026, 4, 1)) });
  expect(before.rows[0]!.share).toBeNull();
});

test('in whatever order days and marks come, the sums are the same', () => {
  const marks = [
    mark('amina', 'mon', 8),
    mark('amina', 'tue', 0.1, 'partly'),
    mark('amina', 'wed', 0.2, 'partly')
  ];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(marks, { minLength: 3 }),
      fc.shuffledSubarray(sessions, { minLength: 3 }),
      (marks, sessions) => {
        const { rows } = registerOf(
          { sessions, people: [amina], marks },
          { at: new Date(Date.UTC(2026, 4, 9)) }
        );
        expect(rows[0]!.hours).toBe(8.3);
        expect(rows[0]!.days.map((one) => one!.hours)).toEqual([8, 0.1, 0.2]);
      }
    )
  );
});
