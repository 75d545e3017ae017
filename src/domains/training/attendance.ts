import { formatNumber } from '#platform/languages/format.ts';
import { m } from '#messages';
import { hoursOf, type Span } from './workshop.ts';

export type Presence = 'present' | 'partly' | 'absent';
export const presenceNames = {
  present: m.training_present,
  partly: m.training_partly,
  absent: m.training_absent
} satisfies Record<Presence, () => string>;
/** `Present`, `Partly · 2 hours`. */
export function markInWords({ presence, hours }: Pick<Mark, 'presence' | 'hours'>): string {
  const value = presenceNames[presence]();
  return hours === undefined ? value : `${value} · ${m.training_hours_count({ hours: formatNumber(hours) })}`;
}

export type Mark = {
  person: string;
  presence: Presence;
  /** For `partly`: how many hours. */ hours?: number;
};

export type AttendanceRefusal =
  | 'no-such-session'
  | 'session-not-begun'
  | 'workshop-cancelled'
  | 'not-enrolled'
  | 'hours-missing'
  | 'not-yours-to-mark';

export const attendanceRefusals = {
  'no-such-session': m.training_refusal_no_such_session,
  'session-not-begun': m.training_refusal_session_not_begun,
  'workshop-cancelled': m.training_refusal_cancelled_not_held,
  'not-enrolled': m.training_refusal_marked_not_enrolled,
  'hours-missing': m.training_refusal_hours_missing,
  'not-yours-to-mark': m.training_refusal_not_yours_to_mark
} satisfies Record<AttendanceRefusal, () => string>;

/** Why these marks cannot be written, or null. `seated` are the people who have a place. */
export function refusalToMark(
  session: Span & Off,
  marks: Mark[],
  seated: string[],
  at: Date
): AttendanceRefusal | null {
  if (at < session.startsAt) return 'session-not-begun';
  if (!hasBegun(session, at)) return 'workshop-cancelled';
  if (marks.some(({ person }) => !seated.includes(person))) return 'not-enrolled';
  return marks.some((mark) => attendedHours(session, mark) === null) ? 'hours-missing' : null;
}

type Off = { /** When its workshop was called off. */ cancelledAt?: Date | null };

/** Whether a day has begun. One that was called off before never does. */
export const hasBegun = ({ startsAt, cancelledAt }: Pick<Span, 'startsAt'> & Off, at: Date): boolean =>
  startsAt <= at && !(cancelledAt && cancelledAt <= startsAt);

/** The hours a mark stands for: the whole session, a part of it, or none. Null when a part is not a part. */
export function attendedHours(session: Span, { presence, hours }: Mark): number | null {
  if (presence === 'absent') return 0;
  const whole = hoursOf(session);
  if (presence === 'present') return whole;
  return hours !== undefined && hours > 0 && hours < whole ? Math.round(hours * 100) / 100 : null;
}
