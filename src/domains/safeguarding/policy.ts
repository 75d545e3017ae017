/**
 * The clocks and intervals an organisation may set for itself. Minutes count from the beginning of a round.
 * Immediate: triage-scale practice (a person within five minutes, a second one then, a manager at ten). The others,
 * and the doubling for the manager, are policy without a published figure.
 */
import { m } from '#messages';
import type { Urgency } from './urgency.ts';

export type Minutes = { second: number; manager: number };
export type SafeguardingPolicy = {
  /** When nobody has acknowledged: minutes until a second person, and then a manager, is called. */
  minutes: Record<Urgency, Minutes>;
  /** How many days a crisis contact may be shown after somebody last checked that it answers. */
  crisisContactDays: number;
  source: string;
  /** Null while the organisation uses the defaults. */
  effectiveFrom: string | null;
};

const hour = 60;

/** When the working day begins, in the organisation's time zone: an old answer calls somebody then. */
export const workingDayBegins = '09:00';

export const safeguardingPolicyDefault: SafeguardingPolicy = {
  minutes: {
    immediate: { second: 5, manager: 10 },
    urgent: { second: 4 * hour, manager: 8 * hour },
    priority: { second: 24 * hour, manager: 48 * hour }
  },
  crisisContactDays: 180,
  // In the reader's language.
  get source() {
    return m.safeguarding_policy_source_default();
  },
  effectiveFrom: null
};
