/** What a person's levels over time say in words: what is strong, what has risen, and what is to be practised. */
import type { Day } from '#platform/clock/index.ts';
import type { ItemLevel, Level } from './level.ts';

export type Seen = { on: Day; levels: readonly ItemLevel[] };
export type Profile = {
  /** Level 4 the last time. */
  strong: string[];
  /** Higher the last time than the first. */
  risen: { item: string; from: Level; to: Level }[];
  /** Level 1, or a required skill under level 3: what keeps the gate shut. */
  toPractise: string[];
};

/** `seen` is newest first; nothing is said of somebody nobody has seen. */
export function profileFrom(seen: readonly Seen[], required: readonly string[]): Profile {
  const [newest, oldest] = [seen[0], seen.at(-1)];
  if (!newest || !oldest) return { strong: [], risen: [], toPractise: [] };
  const first = new Map(oldest.levels.map(({ item, level }) => [item, level]));
  return {
    strong: newest.levels.filter(({ level }) => level === 4).map(({ item }) => item),
    risen: newest.levels.flatMap(({ item, level }) => {
      const from = first.get(item);
      return from !== undefined && from < level ? [{ item, from, to: level }] : [];
    }),
    toPractise: itemsToPractise(newest.levels, required)
  };
}

/** The level that is needed on an item: 3 where it is required, else none that is harmful. */
export function neededLevel(item: string, required: readonly string[]): Level {
  return required.includes(item) ? 3 : 2;
}

/** Items under the level that is needed, the lowest first. */
export function itemsToPractise(levels: readonly ItemLevel[], required: readonly string[]): string[] {
  return levels
    .filter(({ item, level }) => level < neededLevel(item, required))
    .toSorted((one, other) => one.level - other.level)
    .map(({ item }) => item);
}
