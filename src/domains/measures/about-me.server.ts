import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { answersOf, scoresOf } from './response.server.ts';

/** Every score kept about the person, with each single answer, for their own copy of it. */
export async function myResponses(tx: Tx, person: Person) {
  const copy = [];
  for (const { id, instrument, at, total, band } of await scoresOf(tx, person.id))
    copy.push({ instrument, at, total, band, answers: await answersOf(tx, id) });
  return copy;
}
