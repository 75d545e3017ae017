import type { Role } from '#platform/access/index.ts';
import { m } from '#messages';

/** An invitation nobody took up within a week was not meant, or was seen by somebody else. */
export const invitationDays = 7;

export type InvitationRefusal = 'roles-not-yours-to-give' | 'no-roles';

export const invitationRefusals = {
  'roles-not-yours-to-give': m.people_invite_roles_not_yours,
  'no-roles': m.people_invite_no_roles
} satisfies Record<InvitationRefusal, () => string>;

export type Invitation = {
  id: string;
  organisation: { id: string; name: string };
  /** Whom it makes able to sign in; null when it brings in somebody new. */
  person: string | null;
  name: string;
  email: string;
  roles: Role[];
  language: string;
  expiresAt: Date;
};

export function isOver(invitation: Pick<Invitation, 'expiresAt'>, at: Date): boolean {
  return at >= invitation.expiresAt;
}
