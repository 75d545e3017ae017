/** Care plans on the database: write and read a plan together, and let a clinician see it for a while. */
import { subscribe } from '#platform/events/index.server.ts';
import { withdrawAll } from './consent.server.ts';
import './events.server.ts';

export {
  acknowledgeConsents,
  consentsOf,
  facilitiesToInvite,
  sharePlan,
  withdrawConsent,
  type Consent,
  type Facility,
  type Sharing
} from './consent.server.ts';
export { isListed, listMyself, unlistMyself } from './listing.server.ts';
export { commentOn, markPart, plansVisibleTo, startPlan, writePart, type Writing } from './plan.server.ts';
export {
  carePlanPolicies,
  carePlanPolicyOn,
  setCarePlanPolicy,
  type NewCarePlanPolicy
} from './policy.server.ts';
export { aboutMe, readPlan, type Comment, type Plan } from './reading.server.ts';
export { stepsDue, todayFor } from './today.server.ts';

/** An erased person's consents end with their record. */
export function assembleCarePlans(): void {
  subscribe('people.erased', withdrawAll);
}
