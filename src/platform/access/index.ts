/** Who somebody is, here and now, and what that lets them do. Pure: pages, rules and tests share it. */
export { can, permissions, type Permission } from './permissions.ts';

export { roles, type Role } from './roles.ts';
export type { Organisation, Person } from './person.ts';
