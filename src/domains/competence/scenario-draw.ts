/** Which role-play somebody is given; apart from the scenarios' words, of which a browser needs few. */
export type ScenarioWords = { title: string; helper: string; actor: string };

/**
 * One that the person has not had, by lot; once they had all, the one that lies back furthest. `had` is in the order in which
 * they had them; `lot` is at least 0 and below 1. Null where there is none for the rubric.
 */
export function drawScenario(
  among: readonly { id: string }[],
  had: readonly string[],
  lot: number
): string | null {
  const fresh = among.filter(({ id }) => !had.includes(id));
  if (fresh.length > 0) return fresh[Math.floor(lot * fresh.length)]!.id;
  const [oldest] = among.toSorted((one, other) => had.lastIndexOf(one.id) - had.lastIndexOf(other.id));
  return oldest?.id ?? null;
}

/** A lot that two devices draw alike, who cannot ask each other: of the same words, the same number from 0 to below 1. */
export function sharedLot(...words: string[]): number {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words.join('/'))) sum = Math.imul(sum ^ byte, 0x01000193);
  // The last bits are mixed well, the first are not.
  return ((Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) >>> 0) % 65_536) / 65_536;
}
