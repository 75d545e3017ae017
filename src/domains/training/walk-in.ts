/** Somebody who came to a workshop without a seat, as a trainer wrote them down where there was no signal. */
import { m } from '#messages';
import type { Mark } from './attendance.ts';
import { enrolmentRefusals, type EnrolmentRefusal } from './enrolment.ts';

export type WalkIn = {
  id: string;
  name: string;
  /** How to find them again, in the trainer's words; may be empty. */
  contact: string;
  /** Chosen on the device from those who waited for a seat or were invited. */
  chosen: string | null;
  writtenBy: string;
  /** What was marked of them last, day by day. */
  marks: (Omit<Mark, 'person'> & { session: string; startsAt: Date })[];
};

/** So long after the workshop a name of which nobody said who it was is forgotten. */
export const walkInDaysMax = 90;

export type WalkInRefusal = EnrolmentRefusal | 'no-such-walk-in' | 'nobody-to-enrol';
export const walkInRefusals = {
  ...enrolmentRefusals,
  'no-such-walk-in': m.training_walk_in_refusal_gone,
  'nobody-to-enrol': m.training_walk_in_refusal_nobody
} satisfies Record<WalkInRefusal, () => string>;

/** Why somebody who was written down is nobody to be counted. */
export const walkInRemovals = {
  'written-twice': m.training_walk_in_twice,
  guest: m.training_walk_in_guest,
  mistake: m.training_walk_in_mistake
} satisfies Record<string, () => string>;
export type WalkInRemoval = keyof typeof walkInRemovals;
