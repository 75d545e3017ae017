import ar from './ar.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import sw from './sw.json' with { type: 'json' };
import type { Words } from '../curriculum.ts';
import type { ModuleSlug } from './shape.ts';

const languages = { en, fr, es, sw, ar } satisfies Record<
  string,
  Record<ModuleSlug, { title: string; aims: string }>
>;

/** One of our modules' words in every language. */
export function defaultWords(slug: ModuleSlug): { titles: Words; aims: Words } {
  const each = (part: 'title' | 'aims') =>
    Object.fromEntries(Object.entries(languages).map(([language, words]) => [language, words[slug][part]]));
  return { titles: each('title'), aims: each('aims') };
}
