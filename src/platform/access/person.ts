import type { Role } from './roles.ts';

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
