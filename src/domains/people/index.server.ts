/** The server door of the room. See README.md for its words. */
import { defineSweep } from '#platform/jobs/index.server.ts';
import { lookAfterApplications } from './application-end.server.ts';

export { acceptInvitation, type AcceptanceRefusal } from './acceptance.server.ts';
export {
  acceptApplication,
  applicationsVisibleTo,
  applyToSupport,
  declineApplication,
  todayFor,
  type Application
} from './application.server.ts';
export {
  backgroundCheckOn,
  checksOf,
  recordBackgroundCheck,
  type BackgroundStanding
} from './background-check.server.ts';
export {
  bearInvitation,
  invite,
  inviteAgain,
  openInvitations,
  revokeInvitation,
  signInAddressesOf,
  takeUpInvitation
} from './invitation.server.ts';
export {
  changeOwnDetails,
  endRole,
  giveRole,
  languageOf,
  listPeople,
  peopleVisibleTo,
  rolesGivenBy,
  rolesOf,
  type PeopleFilter
} from './people.server.ts';
export { type NewColleague } from './colleague.server.ts';
export { personImport } from './import.server.ts';
export type { PlacesByCode } from './import-columns.ts';
export { languagesOf, profileOf, profilesOf, setProfile } from './profile.server.ts';
export {
  aboutMe,
  bringInSeekers,
  eraseMyself,
  eraseSeekers,
  joinAsSeeker,
  type NewSeeker
} from './seeker.server.ts';
export {
  agreeToOpenContact,
  askToOpenContact,
  contactLeftAt,
  contactRequestsVisibleTo,
  hasSealedContact,
  leaveContact,
  readContact,
  takeContactBack
} from './sealed-contact.server.ts';

/** What the assembly registers once at start. */
export function assemblePeople(): void {
  defineSweep('look-after-applications', 60 * 60, lookAfterApplications);
}
