/** Supervision: what is owed and received, and what may be recorded. Pure. */
export { assignmentRefusals, carriesMany, type AssignmentRefusal } from './assignment.ts';
export { type Attention, type Supervisee } from './attention.ts';
export { obligationsOf, unitsOf, type Account, type Debt, type Received } from './debt.ts';
export { type SupervisionPolicy } from './policy.ts';
export {
  sessionKinds,
  sessionKindWords,
  sessionRefusals,
  type SessionKind,
  type SessionRefusal
} from './session.ts';
export { attentionWords } from './words.ts';
