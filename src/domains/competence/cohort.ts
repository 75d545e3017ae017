/** What a group of people should be taught again: their newest levels, what most need first. */
import type { ItemLevel, Level } from './level.ts';
import { neededLevel } from './profile.ts';

export type Cohort = {
  /** Skills, those first that the most are under what is needed on. */
  items: { item: string; needing: number }[];
  /** People, those first who are under on the most skills; levels in the order of `items`. */
  people: { id: string; name: string; under: number; levels: (Level | null)[] }[];
};

/** `items` are the rubric's, in its order, which decides between equals; a skill somebody was not assessed on is null. */
export function cohortOf(
  items: readonly string[],
  assessed: readonly { id: string; name: string; levels: readonly ItemLevel[] }[],
  required: readonly string[]
): Cohort {
  const people = assessed.map(({ levels, ...person }) => ({
    ...person,
    levels: new Map(levels.map(({ item, level }) => [item, level]))
  }));
  const isUnder = (level: Level | undefined, item: string) =>
    level !== undefined && level < neededLevel(item, required);
  const sorted = items
    .map((item) => ({
      item,
      needing: people.filter(({ levels }) => isUnder(levels.get(item), item)).length
    }))
    .toSorted((one, other) => other.needing - one.needing);
  return {
    items: sorted,
    people: people
      .map(({ levels, ...person }) => ({
        ...person,
        under: items.filter((item) => isUnder(levels.get(item), item)).length,
        levels: sorted.map(({ item }) => levels.get(item) ?? null)
      }))
      .toSorted((one, other) => other.under - one.under || (one.name < other.name ? -1 : 1))
  };
}
