/** The words around an assessment: where it was seen, and why one cannot be made. */
import { m } from '#messages';

export const contexts = ['role-play', 'session'] as const;
export type Context = (typeof contexts)[number];
export const contextWords = {
  'role-play': m.competence_context_role_play,
  session: m.competence_context_session
} satisfies Record<Context, () => string>;

export type AssessmentRefusal =
  | 'oneself'
  | 'not-a-helper'
  | 'no-such-rubric'
  | 'in-the-future'
  | 'not-yours'
  | 'already-recorded'
  | 'not-an-assessor'
  | 'harm-unanswered'
  | 'withdrawn'
  | 'assessor-not-certified';
export const assessmentRefusals = {
  oneself: m.competence_refused_oneself,
  'not-a-helper': m.competence_refused_not_a_helper,
  'no-such-rubric': m.competence_refused_no_such_rubric,
  'in-the-future': m.competence_refused_in_the_future,
  'not-yours': m.competence_refused_not_yours,
  'already-recorded': m.competence_refused_already_recorded,
  'not-an-assessor': m.competence_refused_not_an_assessor,
  'harm-unanswered': m.competence_refused_harm_unanswered,
  withdrawn: m.competence_refused_withdrawn,
  'assessor-not-certified': m.competence_refused_assessor_not_certified
} satisfies Record<AssessmentRefusal, () => string>;

/** Who helps people, and is asked about at the gate. */
export const helperRoles = ['supporter', 'practitioner'] as const;
/** Who may be assessed: helpers, and those who train, assess and supervise them. */
export const assessedRoles = [...helperRoles, 'trainer', 'assessor', 'supervisor'] as const;
/** Who may be asked to assess. */
export const assessorRoles = ['assessor', 'supervisor'] as const;
