/** Support on the database: requests, relationships, sessions, caseloads. */
import './events.server.ts';
import { subscribe } from '#platform/events/index.server.ts';
import { endWithErased } from './erasure.server.ts';

export { askForSupport, type Asking } from './asking.server.ts';
export { caseloadOf, contactHours, type Caseload } from './caseload.server.ts';
export {
  encountersVisibleTo,
  fidelityOf,
  noteOf,
  recordEncounter,
  type NewEncounter
} from './encounter.server.ts';
export { aboutMe } from './erasure.server.ts';
export { encounterImport } from './import.server.ts';
export {
  setSupportPolicy,
  supportPolicies,
  supportPolicyOn,
  type NewSupportPolicy
} from './policy.server.ts';
export {
  endRelationship,
  openRelationship,
  openRelationshipsVisibleTo,
  relationshipsVisibleTo,
  type Ending
} from './relationship.server.ts';
export {
  askAgain,
  barriersOf,
  blockSupporter,
  declareConflict,
  leaveToCoordinator,
  requestsVisibleTo,
  waitingRequestsVisibleTo,
  withdrawRequest,
  writeRequest
} from './request.server.ts';
export {
  liftPause,
  openPausesOf,
  pausesOf,
  pauseSupporter,
  saveSupporterProfile,
  supporterNamed,
  supportersVisibleTo
} from './supporter.server.ts';
export { caseloadWithNextSteps, todayFor } from './today.server.ts';

/** Registers what this room does when others say that something happened. */
export function assembleSupport(): void {
  subscribe('people.erased', endWithErased);
}
