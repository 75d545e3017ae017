import type { Role } from '#platform/access/index.ts';
import { m } from '#messages';
import { formatList } from '#platform/languages/format.ts';

export type RoleRefusal = 'not-yours-to-give' | 'not-a-colleague' | 'last-administrator';

export const roleRefusals = {
  'not-yours-to-give': m.people_role_not_yours,
  'not-a-colleague': m.people_role_not_a_colleague,
  'last-administrator': m.people_role_last_administrator
} satisfies Record<RoleRefusal, () => string>;

/** What each role is called. */
export const roleNames = {
  seeker: m.role_seeker,
  supporter: m.role_supporter,
  practitioner: m.role_practitioner,
  mentor: m.role_mentor,
  supervisor: m.role_supervisor,
  trainer: m.role_trainer,
  assessor: m.role_assessor,
  clinician: m.role_clinician,
  coordinator: m.role_coordinator,
  'grants-manager': m.role_grants_manager,
  moderator: m.role_moderator,
  'safeguarding-lead': m.role_safeguarding_lead,
  planner: m.role_planner,
  donor: m.role_donor,
  administrator: m.role_administrator
} satisfies Record<Role, () => string>;

/** Roles as they begin a cell or a choice; within a sentence they are small. */
export function rolesListed(roles: readonly Role[]): string {
  const text = formatList(roles.map((role) => roleNames[role]()));
  return text.charAt(0).toUpperCase() + text.slice(1);
}
