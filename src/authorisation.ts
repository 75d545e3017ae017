/**
 * Every route, who may open it and who may act there. The hook refuses a route without a row, and a test walks
 * the whole matrix: forgetting one is a closed door, not an open one.
 */
import { can, type Permission, type Person } from '#platform/access/index.ts';

export type Who = 'everyone' | 'signed-in' | readonly Permission[];
/** `read` is GET and HEAD, `act` everything else; without `act` nothing can be done there. */
export type Row = { read: Who; act?: Who };

export const authorisation: Record<string, Row> = {
  // The front door
  '/(public)': { read: 'everyone' },
  '/(public)/o/[organisation]': { read: 'everyone' },
  '/(public)/sign-in': { read: 'everyone', act: 'everyone' },
  '/(public)/away': { read: 'everyone' },
  '/(public)/preferences': { read: 'everyone', act: 'everyone' },
  '/(dev)/gallery': { read: 'everyone' },

  // Everybody's own
  '/(app)/today': { read: 'signed-in' },
  '/(app)/sign-out': { read: 'signed-in', act: 'signed-in' },

  // identity and people
  // places and imports
  '/(app)/places': { read: ['places.see'] },
  '/(app)/places/export': { read: ['places.see'] },
  '/(app)/places/[place]': { read: ['places.see'] },
  '/(app)/import': { read: ['data.import', 'places.manage'], act: ['data.import', 'places.manage'] },
  '/(app)/import/[import]': { read: ['data.import', 'places.manage'], act: ['data.import', 'places.manage'] },
  '/(app)/import/[import]/columns': {
    read: ['data.import', 'places.manage'],
    act: ['data.import', 'places.manage']
  },
  '/(app)/import/[import]/preview': {
    read: ['data.import', 'places.manage'],
    act: ['data.import', 'places.manage']
  },
  '/(app)/import/[import]/problems': { read: ['data.import', 'places.manage'] },
  // measures and competence
  // funding
  // training
  // support and matching
  // safeguarding
  '/(app)/safeguarding': { read: ['concerns.raise', 'concerns.respond'] },
  '/(app)/safeguarding/concerns.csv': { read: ['concerns.close'] },
  '/(app)/safeguarding/alerts': { read: 'signed-in' },
  '/(app)/safeguarding/raise': { read: ['concerns.raise', 'concerns.respond'], act: ['concerns.raise', 'concerns.respond'] },
  '/(app)/safeguarding/concerns/[concern]': { read: ['concerns.raise', 'concerns.respond'], act: ['concerns.respond'] },
  '/(app)/safeguarding/rota': { read: ['concerns.respond'], act: ['rota.manage'] },
  '/(app)/safeguarding/contacts': { read: ['concerns.respond'], act: ['rota.manage'] },
  '/(app)/safeguarding/clocks': { read: ['concerns.respond'], act: ['safety-rules.set'] },
  '/(seeker)/my/worried': { read: ['support.seek'], act: ['support.seek'] },
  // supervision
  '/(app)/supervision': { read: ['supervision.oversee'] },
  '/(app)/supervision/me': { read: ['supervision.receive'], act: ['supervision.receive'] },
  '/(app)/supervision/people/[person]': { read: ['supervision.oversee'], act: ['supervision.oversee'] },
  '/(app)/supervision/sessions/new': { read: ['supervision.give'], act: ['supervision.give'] }
  // care plans
  // impact
};

export type EntryRefusal = 'unknown' | 'sign-in' | 'not-yours' | 'nothing-to-do';

/** Why this request may not go on, or null. A route nobody listed does not exist. */
export function refusalToEnter(
  route: string | null,
  method: string,
  person: Person | null
): EntryRefusal | null {
  const row = route === null ? undefined : authorisation[route];
  if (!row) return 'unknown';
  const who = method === 'GET' || method === 'HEAD' ? row.read : row.act;
  if (!who) return 'nothing-to-do';
  if (who === 'everyone') return null;
  if (!person) return 'sign-in';
  return who === 'signed-in' || who.some((permission) => can(person, permission)) ? null : 'not-yours';
}
