/** Role-plays: what the helper is told, and what the one who plays the seeker is told. Ours in five languages; an organisation may add. */
import ar from './scenarios/ar.json' with { type: 'json' };
import en from './scenarios/en.json' with { type: 'json' };
import es from './scenarios/es.json' with { type: 'json' };
import fr from './scenarios/fr.json' with { type: 'json' };
import sw from './scenarios/sw.json' with { type: 'json' };
import { rubrics, type Language } from './rubric.ts';

export type ScenarioWords = { title: string; helper: string; actor: string };
export type Scenario = { id: string; rubric: string; words: Record<Language, ScenarioWords> };

const inEach = { en, fr, es, sw, ar };

export const scenarios: Scenario[] = (Object.keys(en) as (keyof typeof en)[]).map((id) => ({
  id,
  rubric: rubrics.find((rubric) => id.startsWith(`${rubric.id}-`))!.id,
  words: Object.fromEntries(
    Object.entries(inEach).map(([language, texts]) => [language, texts[id]])
  ) as Scenario['words']
}));

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
