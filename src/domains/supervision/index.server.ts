/** Supervision on the database: who supervises whom, sessions, and how everybody stands. */
export {
  assignSupervisor,
  peopleToMeet,
  supervisors,
  superviseesVisibleTo,
  type NewAssignment
} from './assignment.server.ts';
export { superviseesInOrder } from './attention.server.ts';
export {
  policyOn as supervisionPolicyOn,
  setPolicy as setSupervisionPolicy,
  supervisionPolicies
} from './policy.server.ts';
export {
  coachingActionsOf,
  completeCoachingAction,
  noteOf as supervisionNoteOf,
  recordSupervision,
  sessionVisibleTo,
  sessionsOf,
  type CoachingAction,
  type NewSession
} from './session.server.ts';
export { standingOf, type SupervisionStanding } from './standing.server.ts';
export { todayFor } from './today.server.ts';
