/** Who was there on which day of a workshop, and what it adds up to. */
import { hasBegun, type Presence } from './attendance.ts';
import { hoursOf, type Session } from './workshop.ts';

export type DayMark = { person: string; session: string; presence: Presence; hours: number };

export type RegisterRow = {
  person: string;
  name: string;
  /** Day by day, in the order of the days; null is not marked yet, or not yet held. */
  days: (Pick<DayMark, 'presence' | 'hours'> | null)[];
  hours: number;
  /** Of the hours held so far; null before anything was held. */
  share: number | null;
};

export type Register = {
  days: (Session & { begun: boolean; marked: number })[];
  /** The hours of the days that have begun. */
  held: number;
  rows: RegisterRow[];
};

type Person = { id: string; name: string; seated: boolean };

/**
 * The register of a workshop at a time. `people` with a seat are expected every day; who gave theirs back stays on it with
 * what they attended. A day off counts as not held.
 */
export function registerOf(
  { sessions, people, marks }: { sessions: Session[]; people: Person[]; marks: DayMark[] },
  { at, cancelledAt = null }: { at: Date; cancelledAt?: Date | null }
): Register {
  const begun = ({ startsAt }: Session) => hasBegun({ startsAt, cancelledAt }, at);
  const days = sessions.toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
  const held = hundredths(days.filter(begun).reduce((sum, day) => sum + hoursOf(day), 0));
  const of = new Map(marks.map((mark) => [`${mark.person} ${mark.session}`, mark]));
  const seated = people.filter(({ seated }) => seated);
  return {
    days: days.map((day) => ({
      ...day,
      begun: begun(day),
      marked: seated.filter(({ id }) => of.has(`${id} ${day.id}`)).length
    })),
    held,
    rows: people
      .filter(({ id, seated }) => seated || marks.some((mark) => mark.person === id && mark.hours > 0))
      .map(({ id, name }) => {
        const own = days.map((day) => of.get(`${id} ${day.id}`) ?? null);
        const hours = hundredths(own.reduce((sum, mark) => sum + (mark?.hours ?? 0), 0));
        return { person: id, name, days: own, hours, share: held > 0 ? hours / held : null };
      })
  };
}

const hundredths = (hours: number) => Math.round(hours * 100) / 100;
