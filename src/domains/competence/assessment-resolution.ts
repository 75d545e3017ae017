/** Two assessors who saw the same and differ too far talk it over; until they have, the lower level counts. */
import { m } from '#messages';
import { carefulLevels, type ItemLevel, type Level } from './level.ts';

// Policy: one level apart is how careful people differ; two apart, or harm seen by one only, is another picture.
const tooFarApart = 2;

/** The items to talk over, in the rubric's order. */
export function disputedItems(assessments: readonly ItemLevel[][]): string[] {
  const [first = [], ...others] = assessments;
  return first
    .filter(({ item, level }) => {
      const levels = [
        level,
        ...others.flatMap((one) => one.filter((other) => other.item === item).map((other) => other.level))
      ];
      const lowest = Math.min(...levels);
      const highest = Math.max(...levels);
      return highest - lowest >= tooFarApart || (lowest === 1 && highest > 1);
    })
    .map(({ item }) => item);
}

/** The levels that count: those agreed in a conversation, and for the rest the lower of each. */
export function countedLevels(
  assessments: readonly ItemLevel[][],
  agreed: readonly ItemLevel[] | null
): ItemLevel[] {
  return carefulLevels(assessments).map(({ item, level }) => ({
    item,
    level: agreed?.find((one) => one.item === item)?.level ?? level
  }));
}

export type ResolutionRefusal = 'nothing-disputed' | 'other-items' | 'already-resolved' | 'not-yours';
export const resolutionRefusals = {
  'nothing-disputed': m.competence_resolution_nothing,
  'other-items': m.competence_resolution_incomplete,
  'already-resolved': m.competence_resolution_already,
  'not-yours': m.competence_refused_not_yours
} satisfies Record<ResolutionRefusal, () => string>;

export const isLevel = (value: number): value is Level => [1, 2, 3, 4].includes(value);
