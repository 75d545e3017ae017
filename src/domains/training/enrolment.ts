import { m } from '#messages';
import { overlap, type Span } from './workshop.ts';

export type EnrolmentRefusal =
  | 'no-such-workshop'
  | 'already-enrolled'
  | 'workshop-over'
  | 'workshop-cancelled'
  | 'clash'
  | 'teaches-then'
  | 'by-invitation'
  | 'prerequisite-missing'
  | 'workshop-full'
  | 'not-yours-to-enrol';

export const enrolmentRefusals = {
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'already-enrolled': m.training_refusal_already_enrolled,
  'workshop-over': m.training_refusal_workshop_over,
  'workshop-cancelled': m.training_refusal_workshop_cancelled,
  clash: m.training_refusal_clash,
  'teaches-then': m.training_refusal_teaches_then,
  'by-invitation': m.training_refusal_by_invitation,
  'prerequisite-missing': m.training_refusal_prerequisite_missing,
  'workshop-full': m.training_refusal_workshop_full,
  'not-yours-to-enrol': m.training_refusal_not_yours_to_enrol
} satisfies Record<EnrolmentRefusal, () => string>;

export type Attempt = {
  seats: number;
  taken: number;
  alreadyEnrolled: boolean;
  sessions: Span[];
  /** The sessions of the same person's other workshops. */
  otherSessions: Span[];
  /** The days the same person teaches, in any workshop. */
  teaches: Span[];
  /** The workshop is open, they are invited, or who runs it puts them on its list. */
  mayCome: boolean;
  /** Writing down afterwards who came: only those who run the workshop do. */
  afterwards: boolean;
  waitingList: boolean;
  at: Date;
};

/** Why somebody cannot have a place, or null. On the waiting list a full workshop is no reason. */
export function refusalToEnrol(attempt: Attempt): EnrolmentRefusal | null {
  const { seats, taken, alreadyEnrolled, sessions, otherSessions, teaches, afterwards, waitingList, at } =
    attempt;
  const during = (others: Span[]) =>
    sessions.some((session) => others.some((other) => overlap(session, other)));
  if (alreadyEnrolled) return 'already-enrolled';
  if (!afterwards && sessions.every(({ endsAt }) => endsAt <= at)) return 'workshop-over';
  if (!attempt.mayCome) return 'by-invitation';
  if (during(otherSessions)) return 'clash';
  if (during(teaches)) return 'teaches-then';
  return taken >= seats && !waitingList ? 'workshop-full' : null;
}

export type CancellationRefusal = 'not-enrolled' | 'workshop-over' | 'not-yours-to-enrol';

export const cancellationRefusals = {
  'not-enrolled': m.training_refusal_not_enrolled,
  'workshop-over': m.training_refusal_over_cannot_cancel,
  'not-yours-to-enrol': m.training_refusal_not_yours_to_enrol
} satisfies Record<CancellationRefusal, () => string>;
