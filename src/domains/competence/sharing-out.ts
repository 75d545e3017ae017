/** Sharing out who assesses whom: evenly, by hand, and why something of it cannot be. */
import { m } from '#messages';
import { assessmentRefusals, type AssessmentRefusal } from './assessment.ts';

export type SharingRefusal = AssessmentRefusal | 'begun' | 'asked-twice' | 'too-few-assessors';
export const sharingRefusals = {
  ...assessmentRefusals,
  begun: m.competence_share_refused_begun,
  'asked-twice': m.competence_share_refused_twice,
  'too-few-assessors': m.competence_share_refused_too_few
} satisfies Record<SharingRefusal, () => string>;

/** How many judge the same person; more than two are asked only where two part. */
export const assessorsEach = [1, 2] as const;

type Group = {
  people: readonly string[];
  assessors: readonly string[];
  each: number;
  /** Whom each of them has to assess already. */
  carried: ReadonlyMap<string, number>;
};

/**
 * For each person who assesses them, so that all of the assessors have as many to watch and nobody judges themselves. Of two who
 * watch together, pairs change as often as they can: how far assessors agree is told by those who watched with several. Somebody
 * for whom there are too few has none.
 */
export function shareEvenly({ people, assessors, each, carried }: Group): Map<string, string[]> {
  const load = new Map(assessors.map((assessor) => [assessor, carried.get(assessor) ?? 0]));
  const together = new Map<string, number>();
  const shared = new Map<string, string[]>(people.map((person) => [person, []]));
  // Whom not everybody may assess chooses first, while there is still a choice.
  for (const person of people.toSorted(
    (one, other) => Number(assessors.includes(other)) - Number(assessors.includes(one))
  )) {
    const may = assessors.filter((assessor) => assessor !== person);
    if (may.length < each) continue;
    const chosen: string[] = [];
    while (chosen.length < each) {
      const [next] = may
        .filter((assessor) => !chosen.includes(assessor))
        .toSorted(
          (one, other) =>
            load.get(one)! - load.get(other)! ||
            timesWith(together, chosen, one) - timesWith(together, chosen, other)
        );
      for (const other of chosen) together.set(pairOf(other, next!), timesWith(together, [other], next!) + 1);
      load.set(next!, load.get(next!)! + 1);
      chosen.push(next!);
    }
    shared.set(person, chosen);
  }
  return shared;
}

const pairOf = (one: string, other: string) => [one, other].sort().join(' ');
const timesWith = (together: Map<string, number>, chosen: string[], assessor: string) =>
  chosen.reduce((times, other) => times + (together.get(pairOf(other, assessor)) ?? 0), 0);
