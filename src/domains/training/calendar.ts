import ical, { ICalEventStatus } from 'ical-generator';
import type { Session } from './workshop.ts';

type Entry = {
  title: string;
  host: string;
  sessions: Session[];
  link: string;
  at: Date;
  cancelled: boolean;
};

/**
 * The sessions as an iCalendar file. `title` is neutral: a calendar is often shared, or seen over a shoulder.
 * Times are written in UTC, which every calendar shows in its owner's own zone.
 */
export function calendarOf({ title, host, sessions, link, at, cancelled }: Entry): string {
  const calendar = ical({ prodId: { company: 'Trellis', product: 'Calendar' } });
  for (const { id, startsAt, endsAt } of sessions) {
    calendar.createEvent({
      id: `${id}@${host}`,
      start: startsAt,
      end: endsAt,
      stamp: at,
      summary: title,
      url: link,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED
    });
  }
  return calendar.toString();
}
