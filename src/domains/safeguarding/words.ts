import { m } from '#messages';
import type { Step } from './clock.ts';
import type { Outcome } from './concern.ts';
import type { Urgency } from './urgency.ts';

export const urgencyWords = {
  immediate: m.safeguarding_urgency_immediate,
  urgent: m.safeguarding_urgency_urgent,
  priority: m.safeguarding_urgency_priority
} satisfies Record<Urgency, () => string>;

export const urgencyHints = {
  immediate: m.safeguarding_urgency_immediate_hint,
  urgent: m.safeguarding_urgency_urgent_hint,
  priority: m.safeguarding_urgency_priority_hint
} satisfies Record<Urgency, () => string>;

export const outcomeWords = {
  'safe-now': m.safeguarding_outcome_safe_now,
  'safety-plan': m.safeguarding_outcome_safety_plan,
  referred: m.safeguarding_outcome_referred,
  'emergency-help': m.safeguarding_outcome_emergency_help,
  'no-concern': m.safeguarding_outcome_no_concern,
  'not-reached': m.safeguarding_outcome_not_reached
} satisfies Record<Outcome, () => string>;

export const stepWords = {
  first: m.safeguarding_step_first,
  second: m.safeguarding_step_second,
  manager: m.safeguarding_step_manager
} satisfies Record<Step, () => string>;
