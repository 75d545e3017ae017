/** What was done about harm that was seen: asked for at each item in which harmful behaviour was ticked. */

/** Longest answer, and longest private note beside it, in characters. */
export const textMax = 8000;

/** By item. */
export type HarmAnswers = Record<string, string>;

/** The items in which any harmful behaviour was ticked. */
export function harmfulItems(ticks: Iterable<string>): string[] {
  return [...new Set([...ticks].flatMap((tick) => /^(.+)\.harmful\.\d+$/.exec(tick)?.[1] ?? []))];
}

/** Those of them of which nobody said what was done. */
export function unansweredItems(ticks: Iterable<string>, answers: HarmAnswers): string[] {
  return harmfulItems(ticks).filter((item) => !answers[item]?.trim());
}
