/** A rubric as rows of a sheet, one row a behaviour: how rows become a rubric's words, and what is wrong with them. */
import { columns, type Column, type ItemShape } from './level.ts';
import { oursFrom, type Language, type Rubric, type RubricTexts } from './rubric.ts';

export type RubricRow = {
  rubric: string;
  title: string;
  language: Language;
  licence: string;
  source: string;
  item: string;
  column: Column;
  behaviour: string;
};
type Numbered = { number: number; row: RubricRow };

/**
 * A rubric as the sheet that would bring it in again, in a language it has: for translating it, or for changing its words. Ours
 * cannot be brought in under its own name, so its sheet bears another.
 */
export function sheetOf(rubric: Rubric, language: Language): RubricRow[] {
  const { id, title, origin, items, languages } = rubric;
  const written = languages.includes(language) ? language : languages[0]!;
  return items.flatMap((item) =>
    columns.flatMap((column) =>
      item.words[column].map((words) => ({
        rubric: origin ? id : `own-${id}`,
        title: title[written],
        language: written,
        licence: origin?.licence ?? oursFrom.licence,
        source: origin?.source ?? oursFrom.source,
        item: item.title[written],
        column,
        behaviour: words[written]
      }))
    )
  );
}

/** The sheet's columns, by the names that the importer knows in every language. */
export const sheetColumns = (
  ['rubric', 'title', 'language', 'licence', 'source', 'item', 'column', 'behaviour'] as const
).map((label) => ({ label, of: (row: RubricRow) => row[label] }));

/** One rubric's words in one language, with the row it begins at. */
export type BroughtTexts = {
  rubric: string;
  language: Language;
  licence: string;
  source: string;
  texts: RubricTexts;
  firstRow: number;
};

export type RubricProblem =
  | 'ours' // the name is that of a rubric of the program
  | 'differs' // rows of one rubric disagree about its title, licence or source
  | 'lacks-column' // an item without a harmful or a basic behaviour
  | 'other-shape' // a translation whose items and behaviours are not those of the original
  | 'already-here';

/** The rows, put together by rubric and language in the order of the file. Items are known by their place. */
export function textsOf(rows: readonly Numbered[]): BroughtTexts[] {
  const groups = Map.groupBy(rows, ({ row }) => `${row.rubric}/${row.language}`);
  return [...groups.values()].map((group) => {
    const { number, row } = group[0]!;
    const { rubric, language, licence, source, title } = row;
    const items = [...Map.groupBy(group, (one) => one.row.item)].map(
      ([item, behaviours], index) =>
        [`${rubric}-${index + 1}`, { title: item, ...wordsOf(behaviours) }] as const
    );
    return {
      rubric,
      language,
      licence,
      source,
      texts: { title, items: Object.fromEntries(items) },
      firstRow: number
    };
  });
}

/** Where each set of words goes: a new version, or one more language of a version. */
export type Placed = BroughtTexts &
  ({ as: 'version'; version: number } | { as: 'translation'; version: number });

/** Places every set of words, or says what is wrong with it. What is here already is compared word for word. */
export function placed(
  brought: readonly BroughtTexts[],
  here: readonly Rubric[]
): { placed: Placed[]; problems: { row: number; problem: RubricProblem }[] } {
  const done: Placed[] = [];
  const problems: { row: number; problem: RubricProblem }[] = [];
  for (const one of brought) {
    const problem = problemOf(one, here);
    if (problem) problems.push({ row: one.firstRow, problem });
    else placeOne(one);
  }
  return { placed: done, problems };

  function placeOne(one: BroughtTexts) {
    const newest = here.find(({ id }) => id === one.rubric);
    const begun = done.find(({ rubric, as }) => rubric === one.rubric && as === 'version');
    const shape = JSON.stringify(shapeOf(one.texts));
    if (begun) {
      if (shape !== JSON.stringify(shapeOf(begun.texts)))
        problems.push({ row: one.firstRow, problem: 'other-shape' });
      else done.push({ ...one, as: 'translation', version: begun.version });
    } else if (newest && !newest.languages.includes(one.language)) {
      if (shape !== JSON.stringify(newest.items.map(plainShape)))
        problems.push({ row: one.firstRow, problem: 'other-shape' });
      else done.push({ ...one, as: 'translation', version: newest.version });
    } else done.push({ ...one, as: 'version', version: (newest?.version ?? 0) + 1 });
  }
}

/** Rows that say something else about their rubric than its first row does. */
export function differingRows(rows: readonly Numbered[]): number[] {
  const about = ({ title, licence, source }: RubricRow) => JSON.stringify([title, licence, source]);
  const groups = Map.groupBy(rows, ({ row }) => `${row.rubric}/${row.language}`);
  return [...groups.values()].flatMap((group) =>
    group.filter(({ row }) => about(row) !== about(group[0]!.row)).map(({ number }) => number)
  );
}

/** How many behaviours each item lists, in order. */
export function shapeOf({ items }: RubricTexts): ItemShape[] {
  return Object.entries(items).map(([id, { harmful, basic, advanced }]) => ({
    id,
    harmful: harmful.length,
    basic: basic.length,
    advanced: advanced.length
  }));
}

function problemOf({ rubric, language, texts }: BroughtTexts, here: readonly Rubric[]): RubricProblem | null {
  const newest = here.find(({ id }) => id === rubric);
  if (newest && !newest.origin) return 'ours';
  // Without a harmful column level 1 could never be given, and without a basic one everybody would reach level 3.
  if (Object.values(texts.items).some(({ harmful, basic }) => harmful.length === 0 || basic.length === 0))
    return 'lacks-column';
  return newest?.languages.includes(language) && sameWords(newest, language, texts) ? 'already-here' : null;
}

function sameWords(rubric: Rubric, language: Language, texts: RubricTexts): boolean {
  const items = rubric.items.map(({ title, words }) => [
    title[language],
    ...columns.map((column) => words[column].map((word) => word[language]))
  ]);
  const brought = Object.values(texts.items).map((item) => [
    item.title,
    ...columns.map((column) => item[column])
  ]);
  return JSON.stringify([rubric.title[language], items]) === JSON.stringify([texts.title, brought]);
}

function plainShape({ id, harmful, basic, advanced }: ItemShape): ItemShape {
  return { id, harmful, basic, advanced };
}

function wordsOf(rows: readonly Numbered[]): Record<Column, string[]> {
  const words = (column: Column) =>
    rows.filter(({ row }) => row.column === column).map(({ row }) => row.behaviour);
  return { harmful: words('harmful'), basic: words('basic'), advanced: words('advanced') };
}
