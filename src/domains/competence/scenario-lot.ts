/** Which role-play somebody is given. The server draws, and a device without a signal draws by the same rule. */

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
