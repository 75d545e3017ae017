/** Care plans: the words and pure rules of a plan, its safety plan, and of letting a clinician see it. */
export { scopes, type ConsentRefusal, type ConsentState, type Scope } from './consent.ts';
export {
  marks,
  planRoles,
  safetyParts,
  type Goal,
  type Mark,
  type Part,
  type PartKind,
  type PlanRefusal,
  type PlanRole,
  type SafetyPart,
  type Step
} from './plan.ts';
export { consentDaysMax, type CarePlanPolicy } from './policy.ts';
export { consentRefusals, consentStateWords, planRefusals, scopeWords } from './words.ts';
