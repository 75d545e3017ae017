import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { zoneDefinition } from './time-zone.ts';

/** A day in somebody's calendar. `sequence` grows with every change, so that the newest of two tellings wins. */
export type CalendarEntry = {
  id: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  sequence: number;
  changedAt: Date;
  cancelled: boolean;
  /** The room's own name, where the day is in one of the rooms here. */
  room: string | null;
  link: string;
};

type Calendar = {
  title: string;
  host: string;
  entries: CalendarEntry[];
  /** For a mail: who asks, and whom. A file or a feed has none. */
  letter?: { method: 'REQUEST' | 'CANCEL'; from: string; to: string };
};

/**
 * The days as an iCalendar file. `title` is neutral: a calendar is often shared, or seen over a shoulder. Of the place it
 * says the room's own name, so that whoever moves between rooms finds it; whose house it is in is left to the page. Times are the clocks' of their zone, which comes along. The same entries make the same text, letter by letter.
 */
export function calendarOf({ title, host, entries, letter }: Calendar): string {
  const calendar = ical({ prodId: { company: 'Trellis', product: 'Calendar' } });
  if (entries.length > 0) {
    const times = entries.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
    const span = { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) };
    calendar.timezone({ name: null, generator: (zone) => zoneDefinition(zone, span) });
  }
  if (letter)
    calendar.method(letter.method === 'CANCEL' ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST);
  for (const entry of entries) {
    const event = calendar.createEvent({
      id: `${entry.id}@${host}`,
      start: Temporal.Instant.fromEpochMilliseconds(entry.startsAt.getTime()),
      end: Temporal.Instant.fromEpochMilliseconds(entry.endsAt.getTime()),
      timezone: entry.timeZone,
      stamp: entry.changedAt,
      lastModified: entry.changedAt,
      sequence: entry.sequence,
      summary: title,
      location: entry.room,
      url: entry.link,
      status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED
    });
    if (letter) {
      event.organizer({ name: 'Trellis', email: letter.from });
      event.createAttendee({ email: letter.to, rsvp: false });
    }
  }
  return calendar.toString();
}
