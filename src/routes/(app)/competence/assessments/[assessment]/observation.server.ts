import { error } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { contextWords, shownIn } from '#domains/competence/index.ts';
import { observationOfAssessment, type Observation } from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';

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

/** Whom it is about, by which rubric, when and where; in words, so that the form need not bring them as script. */
export function headOf({ person, rubric, context, observedOn }: Observation): {
  title: string;
  lead: string;
} {
  return {
    title: m.competence_assessment_title({ name: person.name }),
    lead: m.competence_assessment_lead({
      rubric: shownIn(rubric, getLocale()).title,
      context: contextWords[context](),
      day: formatDay(observedOn)
    })
  };
}
