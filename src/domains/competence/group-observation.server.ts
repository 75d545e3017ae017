/** Opens observations of many at once, as before the role-plays of a workshop: so they are there when the signal is not. */
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { AssessmentRefusal } from './assessment.ts';
import { openObservation, type NewObservation } from './assessment.server.ts';

type Group = Omit<NewObservation, 'id' | 'person' | 'settled'> & {
  /** Each with the id of the observation it becomes. */
  people: { id: string; person: string }[];
};

/** One for each, with a scenario of their own. Whoever cannot be assessed is named with why, and keeps nobody else from it. */
export async function openObservations(
  tx: Tx,
  { people, ...seen }: Group,
  assessor: Person
): Promise<{ opened: number; refused: { person: string; refusal: AssessmentRefusal }[] }> {
  const refused: { person: string; refusal: AssessmentRefusal }[] = [];
  for (const { id, person } of people) {
    const opened = await openObservation(tx, { id, person, ...seen }, assessor);
    if ('refusal' in opened) refused.push({ person, refusal: opened.refusal });
  }
  return { opened: people.length - refused.length, refused };
}
