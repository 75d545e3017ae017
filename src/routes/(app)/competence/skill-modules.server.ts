import { getLocale } from '#languages';
import { wordsIn } from '#domains/training/index.ts';
import { modulesVisibleTo } from '#domains/training/index.server.ts';
import { can, type Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

export type SkillModule = { id: string; title: string };

/** The modules of the curriculum that serve each item of a rubric, in the reader's language. */
export async function modulesServing(
  tx: Tx,
  rubric: string,
  person: Person
): Promise<(item: string) => SkillModule[]> {
  const modules = (await modulesVisibleTo(tx, person)).map(({ module, titles, serves }) => ({
    id: module,
    title: wordsIn(titles, getLocale()),
    serves
  }));
  return (item) =>
    modules
      .filter(({ serves }) => serves.includes(`${rubric}/${item}`))
      .map(({ id, title }) => ({ id, title }));
}

/** Where somebody reads about a module: whoever writes the curriculum at the module itself, others on the paths that have it. */
export function moduleHref(module: string, person: Person): string {
  return can(person, 'curricula.publish') ? `/training/modules/${module}` : '/training/paths';
}
