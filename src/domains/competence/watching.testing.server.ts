/** For this room's tests: somebody is watched in a role-play, and what was seen is handed in. */
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { village, type Village } from '#platform/testing/index.server.ts';
import { assessmentsToDo, openObservation, recordResult } from './assessment.server.ts';
import { harmfulItems } from './harm-answer.ts';
import { behaviours, rubrics } from './rubric.ts';

/** A place with somebody to watch, two who assess, who supervises them and who coordinates. */
export async function clinic(database: Parameters<typeof village>[0]) {
  const here = await village(database);
  return {
    ...here,
    sam: await here.person('Sam', 'supporter'),
    ada: await here.person('Ada', 'assessor'),
    ben: await here.person('Ben', 'assessor'),
    sue: await here.person('Sue', 'supervisor'),
    cora: await here.person('Cora', 'coordinator')
  };
}

type Watched = { by: Person; second?: Person };

/** Every basic behaviour of a helper: level 3 throughout. */
export const basic = rubrics[0]!.items.flatMap((item) => behaviours(item, 'basic'));

/** Opens an observation today. Gives the first assessor's assessment. */
export async function watch(
  { as }: Pick<Village, 'as'>,
  helper: Person,
  { by, second }: Watched
): Promise<string> {
  const seen = {
    id: newId(),
    person: helper.id,
    rubric: 'foundational-helping',
    context: 'role-play' as const,
    observedOn: dayIn('UTC'),
    secondAssessor: second?.id
  };
  const opened = await as(by, (tx) => openObservation(tx, seen, by));
  if ('refusal' in opened) throw new Error(opened.refusal);
  return opened.assessment;
}

/** Hands in, with an answer for all harm that was seen. Gives the refusal. */
export const handIn = ({ as }: Pick<Village, 'as'>, assessor: Person, assessment: string, ticks = basic) => {
  const harmAnswers = Object.fromEntries(harmfulItems(ticks).map((item) => [item, 'We stopped and talked.']));
  return as(assessor, (tx) => recordResult(tx, { assessment, ticks, harmAnswers }, assessor));
};

/** Hands in what was asked of them first. */
export async function handInNext(
  here: Pick<Village, 'as'>,
  assessor: Person,
  ticks: string[]
): Promise<void> {
  const [mine] = await here.as(assessor, (tx) => assessmentsToDo(tx, assessor).execute());
  await handIn(here, assessor, mine!.id, ticks);
}
