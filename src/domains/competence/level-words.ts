import { m } from '#messages';
import { deriveLevel, seen, type ItemShape, type Ticks } from './level.ts';

/** Why an item has its level, in a sentence: what was seen decides, and anybody can follow it. */
export function whyLevel(item: ItemShape, ticks: Ticks): string {
  const level = deriveLevel(item, ticks);
  if (level === 1) return m.competence_why_1({ count: seen(item, 'harmful', ticks) });
  if (level === 2) return m.competence_why_2({ seen: seen(item, 'basic', ticks), all: item.basic });
  return level === 3 ? m.competence_why_3() : m.competence_why_4();
}
