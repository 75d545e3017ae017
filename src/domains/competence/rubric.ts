/**
 * Rubrics are versioned data: a version, once used, never changes, so that an assessment can be read years later.
 * A changed wording is a new version in a folder beside the old one. Those an organisation brings in are rows of the same
 * form; `rubricsHere` gives both.
 */
import arFoundational from './rubrics/foundational-helping-1/ar.json' with { type: 'json' };
import enFoundational from './rubrics/foundational-helping-1/en.json' with { type: 'json' };
import esFoundational from './rubrics/foundational-helping-1/es.json' with { type: 'json' };
import frFoundational from './rubrics/foundational-helping-1/fr.json' with { type: 'json' };
import swFoundational from './rubrics/foundational-helping-1/sw.json' with { type: 'json' };
import arGroup from './rubrics/group-facilitation-1/ar.json' with { type: 'json' };
import enGroup from './rubrics/group-facilitation-1/en.json' with { type: 'json' };
import esGroup from './rubrics/group-facilitation-1/es.json' with { type: 'json' };
import frGroup from './rubrics/group-facilitation-1/fr.json' with { type: 'json' };
import swGroup from './rubrics/group-facilitation-1/sw.json' with { type: 'json' };
import arChildren from './rubrics/helping-children-1/ar.json' with { type: 'json' };
import enChildren from './rubrics/helping-children-1/en.json' with { type: 'json' };
import esChildren from './rubrics/helping-children-1/es.json' with { type: 'json' };
import frChildren from './rubrics/helping-children-1/fr.json' with { type: 'json' };
import swChildren from './rubrics/helping-children-1/sw.json' with { type: 'json' };
import { behaviourId, columns, type Column, type ItemShape, type Ticks } from './level.ts';

export const languages = ['en', 'fr', 'es', 'sw', 'ar'] as const;
export type Language = (typeof languages)[number];
/** The words of a rubric in one language, as its files and rows hold them. */
export type RubricTexts = {
  title: string;
  items: Record<string, { title: string } & Record<Column, string[]>>;
};
export type RubricItem = ItemShape & {
  title: Record<Language, string>;
  words: Record<Column, Record<Language, string>[]>;
};
export type Rubric = {
  id: string;
  version: number;
  title: Record<Language, string>;
  items: RubricItem[];
  /** The languages it really has; in the others its first is shown. */
  languages: Language[];
  /** Whose wording it is; null for our own. */
  origin: { licence: string; source: string } | null;
};

/** Whose our own are, where they leave this installation. */
export const oursFrom = { licence: 'Apache-2.0', source: 'Trellis' };

/** Our own rubrics, every version ever used; the newest of each comes first. */
export const rubrics: Rubric[] = [
  ours('foundational-helping', {
    en: enFoundational,
    fr: frFoundational,
    es: esFoundational,
    sw: swFoundational,
    ar: arFoundational
  }),
  ours('group-facilitation', { en: enGroup, fr: frGroup, es: esGroup, sw: swGroup, ar: arGroup }),
  ours('helping-children', { en: enChildren, fr: frChildren, es: esChildren, sw: swChildren, ar: arChildren })
];

/** The version an assessment was made on; null when there is none such. */
export function rubricAt(among: readonly Rubric[], id: string, version: number): Rubric | null {
  return among.find((rubric) => rubric.id === id && rubric.version === version) ?? null;
}

/** The newest version, for a new assessment; null when there is no such rubric. */
export function newestRubric(among: readonly Rubric[], id: string): Rubric | null {
  return among.find((rubric) => rubric.id === id) ?? null;
}

/** One of each, in its newest version. */
export function newestRubrics(among: readonly Rubric[]): Rubric[] {
  return among.filter((rubric) => newestRubric(among, rubric.id) === rubric);
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

/** A rubric from its words; `first` is the language whose items it has, and which stands in for one that lacks. */
export function rubricOf(
  { id, version, origin }: Pick<Rubric, 'id' | 'version' | 'origin'>,
  texts: Partial<Record<Language, RubricTexts>>,
  first: Language
): Rubric {
  const original = texts[first]!;
  const inEach = (read: (texts: RubricTexts) => string) =>
    Object.fromEntries(languages.map((language) => [language, read(texts[language] ?? original)])) as Record<
      Language,
      string
    >;
  const words = (item: string, column: Column) =>
    original.items[item]![column].map((_, index) => inEach(({ items }) => items[item]![column][index]!));
  return {
    id,
    version,
    origin,
    languages: [first, ...languages.filter((language) => language !== first && texts[language])],
    title: inEach(({ title }) => title),
    items: Object.entries(original.items).map(([item, { harmful, basic, advanced }]) => ({
      id: item,
      title: inEach(({ items }) => items[item]!.title),
      harmful: harmful.length,
      basic: basic.length,
      advanced: advanced.length,
      words: {
        harmful: words(item, 'harmful'),
        basic: words(item, 'basic'),
        advanced: words(item, 'advanced')
      }
    }))
  };
}

function ours(id: string, texts: Record<Language, RubricTexts>): Rubric {
  return rubricOf({ id, version: 1, origin: null }, texts, 'en');
}
