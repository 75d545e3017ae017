/** Where a learner stands on a path. */
import { m } from '#messages';
import type { PathModule } from './curriculum.ts';
import { hoursOf, type Span } from './workshop.ts';

/**
 * What is known of one person and one module. A module without a test is 'none', one whose test has not been passed 'open';
 * 'passed-alone' is a test that stands in for the hours.
 */
export type ModuleFacts = {
  hours: number;
  hoursNeeded: number;
  test: 'none' | 'open' | 'passed' | 'passed-alone';
};
export type Completion = 'done' | 'under-way' | 'not-begun';

/** A module is done when its test, if it has one, is passed, and its hours are attended unless the test stands in for them. */
export function completionOf({ hours, hoursNeeded, test }: ModuleFacts): Completion {
  if (test === 'passed-alone') return 'done';
  if (hours >= hoursNeeded && test !== 'open') return 'done';
  return hours > 0 || test === 'passed' ? 'under-way' : 'not-begun';
}

export type Standing = 'done' | 'under-way' | 'open' | 'not-yet';

export const standingNames = {
  done: m.training_standing_done,
  'under-way': m.training_standing_under_way,
  open: m.training_standing_open,
  'not-yet': m.training_standing_not_yet
} satisfies Record<Standing, () => string>;

/** Where somebody stands with each module; `missing` are the modules that have to be done before one that is 'not-yet'. */
export function standingOn(
  path: PathModule[],
  facts: (module: string) => ModuleFacts
): { module: string; standing: Standing; missing: string[] }[] {
  const done = new Set(
    path.filter(({ module }) => completionOf(facts(module)) === 'done').map(({ module }) => module)
  );
  return path.map(({ module, needs }) => {
    const missing = needs.filter((need) => !done.has(need));
    const completion = completionOf(facts(module));
    if (completion !== 'not-begun') return { module, standing: completion, missing: [] };
    return { module, standing: missing.length > 0 ? 'not-yet' : 'open', missing };
  });
}

/** A session and how many of its hours somebody was there. */
export type AttendedSession = Span & { attended: number };

/**
 * The hours of each module that somebody had in one workshop. Modules are taught one after the other in their order, so
 * who missed the third day lacks what was taught on the third day and nothing else; within a session that was attended
 * in part, each module counts by the same part.
 */
export function hoursByModule(
  sessions: AttendedSession[],
  modules: { module: string; hours: number }[]
): Map<string, number> {
  const ordered = sessions.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const credited = new Map<string, number>();
  let taughtUntil = 0;
  for (const { module, hours } of modules) {
    const from = taughtUntil;
    taughtUntil += hours;
    let sessionFrom = 0;
    let sum = 0;
    for (const session of ordered) {
      const length = hoursOf(session);
      const shared = Math.min(taughtUntil, sessionFrom + length) - Math.max(from, sessionFrom);
      if (shared > 0) sum += shared * Math.min(1, session.attended / length);
      sessionFrom += length;
    }
    credited.set(module, Math.round(sum * 100) / 100);
  }
  return credited;
}
