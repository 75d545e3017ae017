import { error } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { pathNames, pathShown, standingNames, wordsIn, type Standing } from '#domains/training/index.ts';
import {
  learnersOn,
  modulesOf,
  moduleTests,
  pathsVisibleTo,
  standingsOn,
  versionsOfPath
} from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import type { PageServerLoad } from './$types';
import { competencies } from '../../competencies.server.ts';

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const { tx } = locals;
  const person = locals.person!;
  if (!isId(params.path)) error(404);
  const path = await pathsVisibleTo(tx, person).where('path.id', '=', params.path).executeTakeFirst();
  if (!path) error(404);
  const modules = await modulesOf(tx, path.version);
  const seesOthers = can(person, 'attendance.mark') || can(person, 'supervision.oversee');
  const learners = seesOthers
    ? await standingsOn(tx, modules, await learnersOn(tx, path.leads_to, person))
    : [];
  const asked = learners.find(({ id }) => id === url.searchParams.get('person'));
  const learner =
    asked ?? (can(person, 'workshops.enrol') ? (await standingsOn(tx, modules, [person]))[0] : undefined);
  const language = getLocale();
  const at = standingAsked(url, modules);
  return {
    path: {
      id: path.id,
      name: pathNames[path.leads_to](),
      number: path.number,
      hours: modules.reduce((sum, { hours }) => sum + hours, 0)
    },
    stages: pathShown(modules, learner?.modules ?? [], await moduleTests(tx), language),
    whose: asked ? asked.name : null,
    competencies: competencies(),
    mayPublish: can(person, 'curricula.publish'),
    versions: await versionsOfPath(tx, path.id),
    zone: person.organisation.timeZone,
    // How many stand where with each module, for those who plan the next training.
    counts: seesOthers && !asked ? countsOf(learners) : null,
    all: learners.length,
    at: at && {
      title: wordsIn(modules.find(({ module }) => module === at.module)!.titles, language),
      standing: standingNames[at.standing]()
    },
    learners: learners.filter(standsAt(at)).map(({ id, name, modules: stood }) => {
      const next = stood.find(({ standing }) => standing === 'under-way' || standing === 'open');
      const title = next && modules.find(({ module }) => module === next.module)!.titles;
      return {
        id,
        name,
        done: stood.filter(({ standing }) => standing === 'done').length,
        hours: stood.reduce((sum, { hours }) => sum + hours, 0),
        next: title ? wordsIn(title, language) : standingNames.done()
      };
    })
  };
};

type At = { module: string; standing: Standing };
type Learners = Awaited<ReturnType<typeof standingsOn>>;

/** Whom the address asks for: those who stand so with this module. */
function standingAsked(url: URL, modules: { module: string }[]): At | null {
  const module = url.searchParams.get('module');
  const standing = url.searchParams.get('standing');
  if (!modules.some((one) => one.module === module) || !standing || !(standing in standingNames)) return null;
  return { module: module!, standing: standing as Standing };
}

const standsAt = (at: At | null) => (learner: Learners[number]) =>
  !at || learner.modules.some(({ module, standing }) => module === at.module && standing === at.standing);

function countsOf(learners: Learners): Record<string, Record<Standing, number>> {
  const counts: Record<string, Record<Standing, number>> = {};
  for (const { module, standing } of learners.flatMap(({ modules }) => modules)) {
    counts[module] ??= { done: 0, 'under-way': 0, open: 0, 'not-yet': 0 };
    counts[module][standing]++;
  }
  return counts;
}
