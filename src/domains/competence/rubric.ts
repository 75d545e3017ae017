/**
 * Rubrics are versioned data: a version, once used, never changes, so that an assessment can be read years later.
 * A changed wording is a new version in a folder beside the old one.
 */
import ar from './rubrics/foundational-helping-1/ar.json' with { type: 'json' };
import en from './rubrics/foundational-helping-1/en.json' with { type: 'json' };
import es from './rubrics/foundational-helping-1/es.json' with { type: 'json' };
import fr from './rubrics/foundational-helping-1/fr.json' with { type: 'json' };
import sw from './rubrics/foundational-helping-1/sw.json' with { type: 'json' };
import { behaviourId, columns, type Column, type ItemShape, type Ticks } from './level.ts';

export type Language = 'en' | 'fr' | 'es' | 'sw' | 'ar';
export type RubricItem = ItemShape & {
  title: Record<Language, string>;
  words: Record<Column, Record<Language, string>[]>;
};
export type Rubric = { id: string; version: number; title: Record<Language, string>; items: RubricItem[] };

const foundational = { en, fr, es, sw, ar };

/** Every rubric version ever used; the newest of each comes first. */
export const rubrics: Rubric[] = [
  {
    id: 'foundational-helping',
    version: 1,
    title: inEach(({ title }) => title),
    items: Object.keys(en.items).map((id) => itemOf(id as keyof typeof en.items))
  }
];

/** The version an assessment was made on; null when there is none such. */
export function rubricAt(id: string, version: number): Rubric | null {
  return rubrics.find((rubric) => rubric.id === id && rubric.version === version) ?? null;
}

/** The newest version, for a new assessment; null when there is no such rubric. */
export function newestRubric(id: string): Rubric | null {
  return rubrics.find((rubric) => rubric.id === id) ?? null;
}

/** Only what the rubric really lists: anything else that a form brings is left out. */
export function ticksOn(rubric: Rubric, ids: Iterable<string>): Ticks {
  const known = new Set(
    rubric.items.flatMap((item) => columns.flatMap((column) => behaviours(item, column)))
  );
  return new Set([...ids].filter((id) => known.has(id)));
}

/** The ids of an item's behaviours in one column, in order. */
export function behaviours(item: ItemShape, column: Column): string[] {
  return Array.from({ length: item[column] }, (_, index) => behaviourId(item.id, column, index + 1));
}

function itemOf(id: keyof typeof en.items): RubricItem {
  const words = (column: Column) =>
    en.items[id][column].map((_, index) => inEach(({ items }) => items[id][column][index]!));
  return {
    id,
    title: inEach(({ items }) => items[id].title),
    harmful: en.items[id].harmful.length,
    basic: en.items[id].basic.length,
    advanced: en.items[id].advanced.length,
    words: { harmful: words('harmful'), basic: words('basic'), advanced: words('advanced') }
  };
}

function inEach(read: (texts: typeof en) => string): Record<Language, string> {
  return Object.fromEntries(
    Object.entries(foundational).map(([language, texts]) => [language, read(texts)])
  ) as Record<Language, string>;
}
