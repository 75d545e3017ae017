/** Who somebody is, here and now, and what that lets them do. Pure: pages, rules and tests share it. */
export { can, permissions, type Permission } from './permissions.ts';

export const roles = [
  'seeker',
  'supporter',
  'practitioner',
  'mentor',
  'supervisor',
  'trainer',
  'assessor',
  'clinician',
  'coordinator',
  'grants-manager',
  'moderator',
  'safeguarding-lead',
  'planner',
  'donor',
  'administrator'
] as const;
export type Role = (typeof roles)[number];

/** The tenant a person is acting in. */
export type Organisation = { id: string; slug: string; name: string; timeZone: string; currency: string };

/** A signed-in person acting in one organisation. */
export type Person = {
  id: string;
  /** A seeker's is a pseudonym. */
  name: string;
  organisation: Organisation;
  roles: Role[];
};
