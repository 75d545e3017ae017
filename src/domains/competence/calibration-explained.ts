/** Why the reference has its levels: behaviour by behaviour where an assessor saw something else, with the lines that show it. */
import type { CalibrationResult } from './calibration.ts';
import { columns, type Column, type Level } from './level.ts';
import { whyLevel } from './level-words.ts';
import type { ShownRubric } from './rubric-shown.ts';
import type { Rubric } from './rubric.ts';

type Behaviour = { column: Column; words: string; lines: number[] };
export type ExplainedItem = {
  item: string;
  title: string;
  own: Level;
  reference: Level;
  why: string;
  /** In the reference and not ticked; ticked and not in the reference. */
  missed: Behaviour[];
  added: Behaviour[];
};

/** `reading` gives the lines of a behaviour where they are known. */
export function explained(
  { items }: CalibrationResult,
  { rubric, shown }: { rubric: Rubric; shown: ShownRubric },
  { own, reference, reading }: { own: string[]; reference: string[]; reading: Record<string, number[]> }
): ExplainedItem[] {
  const [mine, theirs] = [new Set(own), new Set(reference)];
  return items.map((beside, index) => {
    const { title, behaviours } = shown.items[index]!;
    const all = columns.flatMap((column) =>
      behaviours[column].map(({ id, words }) => ({ id, column, words, lines: reading[id] ?? [] }))
    );
    return {
      ...beside,
      title,
      why: whyLevel(rubric.items[index]!, theirs),
      missed: all.filter(({ id }) => theirs.has(id) && !mine.has(id)),
      added: all.filter(({ id }) => mine.has(id) && !theirs.has(id))
    };
  });
}
