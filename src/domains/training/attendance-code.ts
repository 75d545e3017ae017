/** Marking oneself present by the code that is shown in the room. */
import { m } from '#messages';
import type { Span } from './workshop.ts';

// A picture that was sent on is of no use after two steps; a slow phone still has one step's time to read it.
const codeStepSeconds = 30;
// Whoever has read the code has this long to press the button.
export const ticketMinutes = 5;
// People come before it begins.
const earlyMinutes = 15;

export type PresentRefusal =
  | 'no-such-session'
  | 'workshop-cancelled'
  | 'not-time-yet'
  | 'session-over'
  | 'no-seat'
  | 'code-too-old'
  | 'marked-otherwise'
  | 'not-yours-to-mark';

export const presentRefusals = {
  'no-such-session': m.training_refusal_no_such_session,
  'workshop-cancelled': m.training_refusal_workshop_cancelled,
  'not-time-yet': m.training_refusal_not_time_yet,
  'session-over': m.training_refusal_session_over,
  'no-seat': m.training_refusal_no_seat,
  'code-too-old': m.training_refusal_code_too_old,
  'marked-otherwise': m.training_refusal_marked_otherwise,
  'not-yours-to-mark': m.training_refusal_not_yours_to_mark
} satisfies Record<PresentRefusal, () => string>;

/** The number of the half minute in which a code is shown. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / codeStepSeconds);
}

/** Why nobody can be marked present by code at this moment, or null. */
export function refusalOfMoment(
  { startsAt, endsAt, cancelled }: Span & { cancelled: boolean },
  at: Date
): PresentRefusal | null {
  if (cancelled) return 'workshop-cancelled';
  if (at.getTime() < startsAt.getTime() - earlyMinutes * 60_000) return 'not-time-yet';
  return at > endsAt ? 'session-over' : null;
}
