/** What may be done with a concern, and what not, as values with words. */
import { m } from '#messages';
import { isHigher, type Urgency } from './urgency.ts';

export const outcomes = [
  'safe-now',
  'safety-plan',
  'referred',
  'emergency-help',
  'no-concern',
  'not-reached'
] as const;
export type Outcome = (typeof outcomes)[number];

/** Where a concern stands in its present round. */
export type ConcernState = {
  urgency: Urgency;
  acknowledged: boolean;
  /** How many actions were recorded in this round. */
  actions: number;
  /** Who proposed the closing that waits for a second person, if one waits. */
  proposedBy: string | null;
  closed: boolean;
};

export const refusals = {
  'not-found': m.safeguarding_refusal_not_found,
  'unknown-person': m.safeguarding_refusal_unknown_person,
  'nothing-said': m.safeguarding_refusal_nothing_said,
  closed: m.safeguarding_refusal_closed,
  'still-open': m.safeguarding_refusal_still_open,
  'already-acknowledged': m.safeguarding_refusal_already_acknowledged,
  'not-acknowledged': m.safeguarding_refusal_not_acknowledged,
  'not-higher': m.safeguarding_refusal_not_higher,
  'nothing-done': m.safeguarding_refusal_nothing_done,
  'closing-waits': m.safeguarding_refusal_closing_waits,
  'no-closing': m.safeguarding_refusal_no_closing,
  'second-person-needed': m.safeguarding_refusal_second_person_needed
} satisfies Record<string, () => string>;
export type ConcernRefusal = keyof typeof refusals;

export function refusalToAcknowledge({ closed, acknowledged }: ConcernState): ConcernRefusal | null {
  if (closed) return 'closed';
  return acknowledged ? 'already-acknowledged' : null;
}

export function refusalToAct({ closed, acknowledged }: ConcernState): ConcernRefusal | null {
  if (closed) return 'closed';
  return acknowledged ? null : 'not-acknowledged';
}

/** Urgency goes up only: nobody may quietly slow down a response that others count on. */
export function refusalToRaiseUrgency(
  { closed, urgency }: ConcernState,
  wanted: Urgency
): ConcernRefusal | null {
  if (closed) return 'closed';
  return isHigher(wanted, urgency) ? null : 'not-higher';
}

export function refusalToProposeClosing({
  closed,
  acknowledged,
  actions,
  proposedBy
}: ConcernState): ConcernRefusal | null {
  if (closed) return 'closed';
  if (!acknowledged) return 'not-acknowledged';
  if (actions === 0) return 'nothing-done';
  return proposedBy ? 'closing-waits' : null;
}

/** A closing is looked at by a second person, whatever that person then decides. */
export function refusalToDecideClosing(
  { closed, proposedBy }: ConcernState,
  person: string
): ConcernRefusal | null {
  if (closed) return 'closed';
  if (!proposedBy) return 'no-closing';
  return proposedBy === person ? 'second-person-needed' : null;
}

export function refusalToReopen({ closed }: ConcernState): ConcernRefusal | null {
  return closed ? null : 'still-open';
}
