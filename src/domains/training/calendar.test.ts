import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { calendarOf, type CalendarEntry } from './calendar.ts';

// Read by another library than the one that writes.
const read = (text: string) => new ICAL.Component(ICAL.parse(text) as unknown[]);
const at = (text: string) => new Date(`${text}Z`);
const entry = (details: Partial<CalendarEntry> = {}): CalendarEntry => ({
  id: 'a',
  startsAt: at('2026-06-01T06:00'),
  endsAt: at('2026-06-01T13:00'),
  timeZone: 'Africa/Nairobi',
  sequence: 0,
  changedAt: at('2026-05-01T08:00'),
  cancelled: false,
  room: null,
  link: 'https://example.org/training/workshops/x',
  ...details
});
const file = (entries: CalendarEntry[]) => calendarOf({ title: 'Appointment', host: 'trellis', entries });

test('a day stands in a calendar by the clocks of its place, and says nothing of what it is', () => {
  const [event] = read(file([entry()])).getAllSubcomponents('vevent');
  expect(event!.getFirstPropertyValue('summary')).toBe('Appointment');
  expect(event!.getFirstPropertyValue('location')).toBeNull();
  expect(event!.getFirstPropertyValue('uid')).toBe('a@trellis');
  const start = event!.getFirstProperty('dtstart')!;
  expect(start.getParameter('tzid')).toBe('Africa/Nairobi');
  expect(String(start.getFirstValue())).toBe('2026-06-01T09:00:00');
  expect(event!.getFirstPropertyValue('status')).toBe('CONFIRMED');
});

// New York put its clocks back on 1 November 2026, Berlin on 25 October; Nairobi never does. Half hours: Kathmandu.
test.each(['America/New_York', 'Europe/Berlin', 'Africa/Nairobi', 'Asia/Kathmandu'])(
  'the definition of %s that comes along leads every reader to the same instant, before and after the clocks change',
  (timeZone) => {
    const days = ['2026-03-01', '2026-06-15', '2026-10-24', '2026-10-26', '2026-11-02', '2027-01-10'];
    const calendar = read(
      file(
        days.map((day) =>
          entry({ id: day, timeZone, startsAt: at(`${day}T15:00`), endsAt: at(`${day}T16:30`) })
        )
      )
    );
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
    expect(zone.tzid).toBe(timeZone);
    const starts = calendar.getAllSubcomponents('vevent').map((event) => {
      const time = event.getFirstPropertyValue('dtstart') as ICAL.Time;
      time.zone = zone;
      return new Date(time.toUnixTime() * 1000).toISOString();
    });
    expect(starts).toEqual(days.map((day) => `${day}T15:00:00.000Z`));
  }
);

test('a letter asks somebody, or takes back; the same days make the same text', () => {
  const letter = { method: 'CANCEL' as const, from: 'trellis@example.org', to: 'amina@example.org' };
  const text = calendarOf({
    title: 'Appointment',
    host: 'trellis',
    entries: [entry({ cancelled: true, sequence: 3 })],
    letter
  });
  const calendar = read(text);
  const [event] = calendar.getAllSubcomponents('vevent');
  expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
  expect(event!.getFirstPropertyValue('status')).toBe('CANCELLED');
  expect(event!.getFirstPropertyValue('sequence')).toBe(3);
  const address = (name: string) => String(event!.getFirstPropertyValue(name)).toLowerCase();
  expect(address('attendee')).toBe('mailto:amina@example.org');
  expect(address('organizer')).toBe('mailto:trellis@example.org');
  expect(file([entry()])).toBe(file([entry()]));
});
