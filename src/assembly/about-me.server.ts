/** Everything the rooms hold about a person, for their own copy of it: one line a room. */
import { aboutMe as carePlansAboutMe } from '#domains/care-plans/index.server.ts';
import { aboutMe as measuresAboutMe } from '#domains/measures/index.server.ts';
import { aboutMe as peopleAboutMe } from '#domains/people/index.server.ts';
import { aboutMe as safeguardingAboutMe } from '#domains/safeguarding/index.server.ts';
import { aboutMe as supportAboutMe } from '#domains/support/index.server.ts';
import { aboutMe as trainingAboutMe } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { auditOf } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';

const rooms: Record<string, (tx: Tx, person: Person) => Promise<unknown>> = {
  people: peopleAboutMe,
  'care plans': carePlansAboutMe,
  measures: measuresAboutMe,
  support: supportAboutMe,
  training: trainingAboutMe,
  safeguarding: safeguardingAboutMe,
  'who looked': (tx, { id }) => auditOf(tx, id).execute()
};

export async function everythingAbout(tx: Tx, person: Person): Promise<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  for (const [room, about] of Object.entries(rooms)) copy[room] = await about(tx, person);
  return copy;
}
