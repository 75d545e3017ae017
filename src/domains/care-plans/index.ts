/** Care plans: the words and pure rules of a plan, its safety plan, and of letting a clinician see it. */
export {
  refusalToShare,
  scopes,
  stateOf,
  type ConsentRefusal,
  type ConsentState,
  type Scope
} from './consent.ts';
export {
  isStale,
  marks,
  planRoles,
  roleIn,
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
export { carePlanPolicyDefault, consentDaysMax, type CarePlanPolicy } from './policy.ts';
export {
  consentRefusals,
  consentStateWords,
  markWords,
  planRefusals,
  roleWord,
  safetyWords,
  scopeWords
} from './words.ts';
