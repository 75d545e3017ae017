/** Role-plays: what the helper is told, and what the one who plays the seeker is told. Ours in five languages; an organisation may add. */
import ar from './scenarios/ar.json' with { type: 'json' };
import en from './scenarios/en.json' with { type: 'json' };
import es from './scenarios/es.json' with { type: 'json' };
import fr from './scenarios/fr.json' with { type: 'json' };
import sw from './scenarios/sw.json' with { type: 'json' };
import { rubrics, type Language } from './rubric.ts';
import type { ScenarioWords } from './scenario-draw.ts';

export type Scenario = { id: string; rubric: string; words: Record<Language, ScenarioWords> };

const inEach = { en, fr, es, sw, ar };

export const scenarios: Scenario[] = (Object.keys(en) as (keyof typeof en)[]).map((id) => ({
  id,
  rubric: rubrics.find((rubric) => id.startsWith(`${rubric.id}-`))!.id,
  words: Object.fromEntries(
    Object.entries(inEach).map(([language, texts]) => [language, texts[id]])
  ) as Scenario['words']
}));
