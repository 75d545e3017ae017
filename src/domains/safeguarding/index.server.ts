/** Safeguarding on the database: raise, respond to and close concerns; the rota; crisis contacts; the sweep `escalate`. */
import { subscribe } from '#platform/events/index.server.ts';
import { defineSweep } from '#platform/jobs/index.server.ts';
import { raiseForResponses } from './concern-raising.server.ts';
import { escalate } from './escalation.server.ts';
// Declares the event this room listens to.
import type {} from '#domains/measures/index.server.ts';

export { aboutMe } from './about-me.server.ts';
export { alertLineFor, alertsFor } from './alerts.server.ts';
export { concernsCsv, concernsListed, type ListedConcern } from './list.server.ts';
export { concernsVisibleTo, respondsTo } from './concern.server.ts';
export { confirmClosing, declineClosing, proposeClosing } from './concern-closing.server.ts';
export { peopleToWorryAbout, raiseConcern } from './concern-raising.server.ts';
export { acknowledge, act, raiseUrgency, reopen } from './concern-response.server.ts';
export {
  addCrisisContact,
  crisisContacts,
  crisisContactsFor,
  verifyCrisisContact,
  withdrawCrisisContact
} from './crisis-contact.server.ts';
export {
  addStaffedHours,
  possibleResponders,
  putOnCall,
  rotaVisibleTo,
  somebodyThere,
  staffedHours,
  takeOffCall,
  withdrawStaffedHours
} from './duty.server.ts';
export { historyOf, type ConcernEvent } from './history.server.ts';
export { openIncident } from './incident.server.ts';
export { policyOn as safeguardingPolicyOn, setPolicy as setSafeguardingPolicy } from './policy.server.ts';
export { todayFor } from './today.server.ts';
export { wordsOf, type Words } from './words.server.ts';

// A first page is made within this and a little; it is looked at this often, whatever became of any queue.
const escalationEverySeconds = 2;

/** Registers what this room does by itself. */
export function assembleSafeguarding(): void {
  subscribe('measures.response-flagged', raiseForResponses);
  defineSweep('escalate', escalationEverySeconds, escalate);
}
