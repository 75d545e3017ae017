import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { PathEnd } from './curriculum.ts';
import { modulesOf, pathsVisibleTo, type ShownModule } from './curriculum.server.ts';
import { testsOfModules } from './module-test.server.ts';
import { hoursByModule, standingOn, type ModuleFacts, type Standing } from './progress.ts';

export type ModuleStanding = {
  module: string;
  standing: Standing;
  missing: string[];
  hours: number;
  test: ModuleFacts['test'];
};
export type Learner = { id: string; name: string; modules: ModuleStanding[] };

/** The hours of each module that each of these people has attended, as far as the speaker may see. */
async function moduleHoursOf(tx: Tx, people: string[]): Promise<Map<string, Map<string, number>>> {
  if (people.length === 0) return new Map();
  const taught = await tx
    .selectFrom('workshop_modules')
    .select(['workshop_id', 'module_id', 'hours'])
    .orderBy('workshop_id')
    .orderBy('position')
    .execute();
  const workshops = [...new Set(taught.map(({ workshop_id }) => workshop_id))];
  if (workshops.length === 0) return new Map();
  const sessions = await tx
    .selectFrom('workshop_sessions')
    .where('workshop_id', 'in', workshops)
    .select(['id', 'workshop_id', 'starts_at', 'ends_at'])
    .execute();
  const attendances = await tx
    .selectFrom('current_attendances')
    .where('workshop_id', 'in', workshops)
    .where('person_id', 'in', people)
    .where('hours', '>', '0')
    .select(['workshop_id', 'session_id', 'person_id', 'hours'])
    .execute();
  const sessionsIn = Map.groupBy(sessions, ({ workshop_id }) => workshop_id);
  const modulesIn = Map.groupBy(taught, ({ workshop_id }) => workshop_id);
  const totals = new Map<string, Map<string, number>>(people.map((person) => [person, new Map()]));
  const sheets = Map.groupBy(attendances, ({ person_id, workshop_id }) => `${person_id} ${workshop_id}`);
  for (const [key, marks] of sheets) {
    const [person, workshop] = key.split(' ') as [string, string];
    const attended = new Map(marks.map(({ session_id, hours }) => [session_id, Number(hours)]));
    const credited = hoursByModule(
      sessionsIn.get(workshop)!.map(({ id, starts_at, ends_at }) => ({
        startsAt: starts_at,
        endsAt: ends_at,
        attended: attended.get(id) ?? 0
      })),
      modulesIn.get(workshop)!.map(({ module_id, hours }) => ({ module: module_id, hours: Number(hours) }))
    );
    const total = totals.get(person)!;
    for (const [module, hours] of credited) total.set(module, (total.get(module) ?? 0) + hours);
  }
  return totals;
}

/** Where each of these people stands with each module of a path. */
export async function standingsOn(
  tx: Tx,
  modules: ShownModule[],
  people: { id: string; name: string }[]
): Promise<Learner[]> {
  const ids = people.map(({ id }) => id);
  const hours = await moduleHoursOf(tx, ids);
  const tests = await testsOfModules(tx, ids);
  const needed = new Map(modules.map((module) => [module.module, module.hours]));
  return people.map(({ id, name }) => {
    const attended = (module: string) => hours.get(id)?.get(module) ?? 0;
    const standings = standingOn(modules, (module) => ({
      hours: attended(module),
      hoursNeeded: needed.get(module)!,
      test: tests(id, module)
    }));
    return {
      id,
      name,
      modules: standings.map((standing) => ({
        ...standing,
        hours: attended(standing.module),
        test: tests(id, standing.module)
      }))
    };
  });
}

// Who learns on which path: those whose work it makes them ready for.
const learnersOf: Record<PathEnd, string[]> = {
  supporter: ['supporter'],
  practitioner: ['practitioner'],
  supervisor: ['supervisor'],
  'child-safeguarding': ['supporter', 'practitioner']
};

/** The colleagues a path is for. */
export function learnersOn(tx: Tx, leadsTo: PathEnd, person: Person) {
  return tx
    .selectFrom('people')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('memberships')
          .select('memberships.id')
          .whereRef('memberships.person_id', '=', 'people.id')
          .where('memberships.organisation_id', '=', person.organisation.id)
          .where('memberships.until', 'is', null)
          .where('memberships.role', 'in', learnersOf[leadsTo])
      )
    )
    .select(['people.id', 'people.name'])
    .orderBy('people.name')
    .execute();
}

/** The paths that are this person's own: those for their roles, and those they have begun. */
export async function pathsOf(tx: Tx, person: Person) {
  const own = [];
  for (const path of await pathsVisibleTo(tx, person).execute()) {
    const modules = await modulesOf(tx, path.version);
    const [learner] = await standingsOn(tx, modules, [person]);
    const begun = learner!.modules.some(({ hours, test }) => hours > 0 || test.startsWith('passed'));
    if (begun || person.roles.some((role) => learnersOf[path.leads_to].includes(role)))
      own.push({ ...path, modules, standing: learner!.modules });
  }
  return own;
}

/** What this person's paths ask for before what a workshop teaches, and they have not done; in order, each once. */
export async function missingBefore(tx: Tx, taught: string[], person: Person): Promise<ShownModule[]> {
  if (taught.length === 0) return [];
  const missing = new Map<string, ShownModule>();
  for (const { modules, standing } of await pathsOf(tx, person)) {
    const first = new Set(
      standing
        .filter(({ module }) => taught.includes(module))
        .flatMap((one) => one.missing)
        .filter((module) => !taught.includes(module))
    );
    for (const module of modules) if (first.has(module.module)) missing.set(module.module, module);
  }
  return [...missing.values()];
}
