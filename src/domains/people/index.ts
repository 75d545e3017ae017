/** The pure door of the room: who people are to the programme, in words and rules. */
export { type BackgroundCheck } from './background-check.ts';
export { invitationRefusals, type Invitation, type InvitationRefusal } from './invitation.ts';
export { roleNames, roleRefusals, rolesListed, type RoleRefusal } from './people.ts';
export type { AgeBand, Profile } from './profile.ts';
export { sealedContactRefusals, type SealedContactRefusal } from './sealed-contact.ts';
