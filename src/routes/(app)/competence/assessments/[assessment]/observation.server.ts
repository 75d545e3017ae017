import { error } from '@sveltejs/kit';
import { observationOfAssessment, type Observation } from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';

/** The observation an assessment belongs to, as far as the speaker may see it; no page where there is none. */
export async function observationHere(locals: App.Locals, assessment: string): Promise<Observation> {
  const observation = isId(assessment)
    ? await observationOfAssessment(locals.tx, assessment, locals.person!)
    : null;
  return observation ?? error(404);
}

/** Whether it is this person's own assessment, and not handed in. */
export function isToTick({ results }: Observation, assessment: string, person: Person): boolean {
  const mine = results.find((result) => result.assessment === assessment);
  return mine?.assessor.id === person.id && mine.ticks === null;
}
