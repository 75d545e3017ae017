import { m } from '#messages';
import { behaviourId, deriveLevel, seen, type Column, type ItemShape, type Ticks } from './level.ts';

/** Why an item has its level, in a sentence: what was seen decides, and anybody can follow it. */
export function whyLevel(item: ItemShape, ticks: Ticks): string {
  const level = deriveLevel(item, ticks);
  if (level === 1) return m.competence_why_1({ count: seen(item, 'harmful', ticks) });
  if (level === 2) return m.competence_why_2({ seen: seen(item, 'basic', ticks), all: item.basic });
  return level === 3 ? m.competence_why_3() : m.competence_why_4();
}

/** The behaviours that made the level: the harm that was seen, the basic ones not seen, or the advanced ones that were. */
export function decisiveTicks(item: ItemShape, ticks: Ticks): string[] {
  const level = deriveLevel(item, ticks);
  const column: Column = level === 1 ? 'harmful' : level === 4 ? 'advanced' : 'basic';
  return Array.from({ length: item[column] }, (_, index) => behaviourId(item.id, column, index + 1)).filter(
    (id) => ticks.has(id) === (level !== 2)
  );
}
