import { m } from '#messages';

export type RoleRefusal = 'not-yours-to-give' | 'not-a-colleague' | 'last-administrator';

export const roleRefusals = {
  'not-yours-to-give': m.people_role_not_yours,
  'not-a-colleague': m.people_role_not_a_colleague,
  'last-administrator': m.people_role_last_administrator
} satisfies Record<RoleRefusal, () => string>;
