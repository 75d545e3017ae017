/** Supervision: what is owed and received, and what may be recorded. Pure. */
export { assignmentRefusals, carriesMany, type AssignmentRefusal } from './assignment.ts';
export { attentions, type Attention, type Supervisee } from './attention.ts';
export { debtOf, obligationsOf, unitsOf, type Account, type Debt, type Received } from './debt.ts';
export { supervisionPolicyDefault, type SupervisionPolicy } from './policy.ts';
export {
  sessionKinds,
  sessionKindWords,
  sessionRefusals,
  type SessionKind,
  type SessionRefusal
} from './session.ts';
export { attentionWords } from './words.ts';
