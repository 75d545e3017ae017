/** Which of a file's columns is which of ours: by the header's words, and by what was answered the last time. */
import { plainDigits, withoutMarks } from './digits.ts';

/** For each column of the file, the key of ours it holds, or null when it is left out. */
export type Mapping = (string | null)[];

export type Known = { key: string; names: readonly string[] };

/** A header without case, accents, marks and spaces, so that `P-Code ` and `pcode` are one word. */
export function wordKey(text: string): string {
  return plainDigits(withoutMarks(text.slice(0, 200)))
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

// Below this, more wrong guesses than right ones came from our own example files.
const likenessMin = 0.72;

/** The best one-to-one guess. What was remembered for a header comes before any likeness. */
export function suggestMapping(
  headers: string[],
  known: Known[],
  remembered: ReadonlyMap<string, string | null> = new Map()
): Mapping {
  const mapping: Mapping = headers.map(() => null);
  const free = new Set(known.map(({ key }) => key));
  const settled = new Set<number>();
  headers.forEach((header, index) => {
    const answer = remembered.get(wordKey(header));
    if (answer === undefined || wordKey(header) === '') return;
    if (answer !== null && !free.delete(answer)) return;
    mapping[index] = answer;
    settled.add(index);
  });
  const guesses = headers.flatMap((header, index) =>
    settled.has(index)
      ? []
      : known.map(({ key, names }) => ({ index, key, likeness: likenessToAny(header, names) }))
  );
  for (const { index, key, likeness } of guesses.sort((a, b) => b.likeness - a.likeness)) {
    if (likeness < likenessMin || settled.has(index) || !free.delete(key)) continue;
    mapping[index] = key;
    settled.add(index);
  }
  return mapping;
}

/** How many of a row's cells look like one of our headers: the header row is the one with the most. */
export function headersRecognised(cells: string[], known: Known[]): number {
  return suggestMapping(cells, known).filter((key) => key !== null).length;
}

function likenessToAny(header: string, names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => likeness(wordKey(header), wordKey(name))));
}

/** Sørensen–Dice over pairs of letters: 1 for the same word, 0 for nothing in common. */
function likeness(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1;
  if (a.length < 2 || b.length < 2) return 0;
  const left = pairs(a);
  const right = pairs(b);
  let shared = 0;
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0);
  return (2 * shared) / (a.length + b.length - 2);
}

function pairs(word: string): Map<string, number> {
  const found = new Map<string, number>();
  for (let at = 0; at < word.length - 1; at++) {
    const pair = word.slice(at, at + 2);
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
}
