/**
 * Levels are derived from what an assessor saw, never typed (the WHO/UNICEF EQUIP idea): 1 any harmful behaviour;
 * 2 no harm, some or no basic; 3 no harm and all basic; 4 the same with any advanced.
 */
export const columns = ['harmful', 'basic', 'advanced'] as const;
export type Column = (typeof columns)[number];
export type Level = 1 | 2 | 3 | 4;

/** How many behaviours an item lists in each column. */
export type ItemShape = { id: string } & Record<Column, number>;
/** What was seen: behaviours by their ids, such as `empathy.basic.2`; see `behaviourId`. */
export type Ticks = ReadonlySet<string>;
export type ItemLevel = { item: string; level: Level };

/** The lasting name of a behaviour in its rubric's version; numbers begin at 1. */
export function behaviourId(item: string, column: Column, number: number): string {
  return `${item}.${column}.${number}`;
}

/** The level of one item. */
export function deriveLevel(item: ItemShape, ticks: Ticks): Level {
  if (seen(item, 'harmful', ticks) > 0) return 1;
  if (seen(item, 'basic', ticks) < item.basic) return 2;
  return seen(item, 'advanced', ticks) > 0 ? 4 : 3;
}

/** The level of every item, in the rubric's order. */
export function deriveLevels(items: readonly ItemShape[], ticks: Ticks): ItemLevel[] {
  return items.map((item) => ({ item: item.id, level: deriveLevel(item, ticks) }));
}

/** Of two assessors' levels for the same observation the more careful counts, item by item. */
export function carefulLevels(assessments: readonly ItemLevel[][]): ItemLevel[] {
  const [first = [], ...others] = assessments;
  return first.map(({ item, level }) => ({
    item,
    level: Math.min(
      level,
      ...others.flatMap((levels) => levels.filter((other) => other.item === item).map((other) => other.level))
    ) as Level
  }));
}

/** How many behaviours of a column were ticked. */
export function seen(item: ItemShape, column: Column, ticks: Ticks): number {
  return Array.from({ length: item[column] }, (_, index) => behaviourId(item.id, column, index + 1)).filter(
    (id) => ticks.has(id)
  ).length;
}
