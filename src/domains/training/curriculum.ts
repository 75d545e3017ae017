/** Modules, and the paths they make: an ordered graph in which what is needed first stands first. */
import { m } from '#messages';

/** A text in the languages it has been written in. */
export type Words = Partial<Record<string, string>>;

/** The work a path makes somebody ready for. */
export const pathEnds = ['supporter', 'practitioner', 'supervisor', 'child-safeguarding'] as const;
export type PathEnd = (typeof pathEnds)[number];

export const pathNames = {
  supporter: m.training_path_supporter,
  practitioner: m.training_path_practitioner,
  supervisor: m.training_path_supervisor,
  'child-safeguarding': m.training_path_child_safeguarding
} satisfies Record<PathEnd, () => string>;

/** A module in a path, and the modules of the same path that come before it. */
export type PathModule = { module: string; needs: string[] };

export type PathRefusal =
  'path-empty' | 'module-twice' | 'no-such-module' | 'needs-outside' | 'circle' | 'not-yours-to-publish';

export const pathRefusals = {
  'path-empty': m.training_refusal_path_empty,
  'module-twice': m.training_refusal_module_twice,
  'no-such-module': m.training_refusal_no_such_module,
  'needs-outside': m.training_refusal_needs_outside,
  circle: m.training_refusal_circle,
  'not-yours-to-publish': m.training_refusal_not_yours_to_publish
} satisfies Record<PathRefusal, () => string>;

/** Why these modules are no path, or null. */
export function refusalOfPath(modules: PathModule[]): PathRefusal | null {
  if (modules.length === 0) return 'path-empty';
  const all = new Set(modules.map(({ module }) => module));
  if (all.size < modules.length) return 'module-twice';
  if (modules.some(({ needs }) => needs.some((need) => !all.has(need)))) return 'needs-outside';
  return inOrder(modules) ? null : 'circle';
}

/** The modules so that each comes after what it needs, and otherwise as they were; null when they run in a circle. */
export function inOrder<Module extends PathModule>(modules: Module[]): Module[] | null {
  const ordered: Module[] = [];
  const placed = new Set<string>();
  let left = modules;
  while (left.length > 0) {
    const next = left.find(({ needs }) => needs.every((need) => placed.has(need)));
    if (!next) return null;
    ordered.push(next);
    placed.add(next.module);
    left = left.filter((module) => module !== next);
  }
  return ordered;
}

/** How many steps from the beginning each module stands: 0 needs nothing, 1 needs something of 0, and so on. */
export function stagesOf(ordered: PathModule[]): Map<string, number> {
  const stages = new Map<string, number>();
  for (const { module, needs } of ordered)
    stages.set(module, Math.max(-1, ...needs.map((need) => stages.get(need) ?? -1)) + 1);
  return stages;
}

/** The words in this language; where nobody wrote them yet, in English or whatever language there is. */
export function wordsIn(words: Words, language: string): string {
  return words[language] ?? words.en ?? Object.values(words)[0] ?? '';
}
