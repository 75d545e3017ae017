import { m } from '#messages';
import type { ConsentRefusal, ConsentState, Scope } from './consent.ts';
import type { Mark, PlanRefusal, PlanRole, SafetyPart } from './plan.ts';

export const planRefusals = {
  'not-your-plan': m.care_plans_refused_not_yours,
  'changed-meanwhile': m.care_plans_refused_changed,
  'nothing-written': m.care_plans_refused_empty
} satisfies Record<PlanRefusal, () => string>;

export const consentRefusals = {
  'nothing-to-share': m.care_plans_refused_nothing_to_share,
  'not-a-facility': m.care_plans_refused_not_a_facility,
  'until-not-possible': m.care_plans_refused_until
} satisfies Record<ConsentRefusal, () => string>;

/** Whom a reader reads of, as what they take part in the plan: themselves, the seeker by their pseudonym, the others by their work. */
export function roleWord(role: PlanRole, plan: { role: PlanRole; pseudonym: string }): string {
  if (role === plan.role) return m.care_plans_role_me();
  if (role === 'seeker') return plan.pseudonym;
  return role === 'supporter' ? m.care_plans_role_supporter() : m.care_plans_role_clinician();
}

export const markWords = {
  open: m.care_plans_mark_open,
  done: m.care_plans_mark_done,
  'set-aside': m.care_plans_mark_set_aside
} satisfies Record<Mark, () => string>;

export const scopeWords = {
  plan: m.care_plans_scope_plan,
  'plan-and-scores': m.care_plans_scope_scores
} satisfies Record<Scope, () => string>;

export const consentStateWords = {
  open: m.care_plans_consent_open,
  withdrawn: m.care_plans_consent_withdrawn,
  over: m.care_plans_consent_over
} satisfies Record<ConsentState, () => string>;

/** Each part of a safety plan: its name, and the question that helps to write it. */
export const safetyWords = {
  'warning-signs': { title: m.care_plans_safety_signs, question: m.care_plans_safety_signs_question },
  'own-coping': { title: m.care_plans_safety_coping, question: m.care_plans_safety_coping_question },
  'people-and-places': { title: m.care_plans_safety_places, question: m.care_plans_safety_places_question },
  'people-to-ask': { title: m.care_plans_safety_ask, question: m.care_plans_safety_ask_question },
  professionals: {
    title: m.care_plans_safety_professionals,
    question: m.care_plans_safety_professionals_question
  },
  'safer-surroundings': {
    title: m.care_plans_safety_surroundings,
    question: m.care_plans_safety_surroundings_question
  }
} satisfies Record<SafetyPart, { title: () => string; question: () => string }>;
