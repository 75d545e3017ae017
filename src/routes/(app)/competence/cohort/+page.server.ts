import { error } from '@sveltejs/kit';
import { helperRoles, neededLevel } from '#domains/competence/index.ts';
import { colleaguesWith } from '#domains/competence/index.server.ts';
import { profilesOf } from '#domains/people/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { rubricOptions } from '../rubric-choices.server.ts';
import { moduleHref, modulesServing } from '../skill-modules.server.ts';
import { workshopChoices } from '../workshop-choices.server.ts';
import { askedIn, readCohort } from './cohort.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { tx } = locals;
  const reader = locals.person!;
  const asked = askedIn(url.searchParams);
  const read = await readCohort(tx, asked, reader);
  if (!read) error(404);
  const { cohort, rubric, rubrics, titles, required, count } = read;
  const modules = await modulesServing(tx, rubric.id, reader);
  return {
    asked,
    query: url.searchParams.toString(),
    rubric,
    count,
    people: cohort.people,
    items: cohort.items.map(({ item, needing }) => ({
      id: item,
      title: titles.get(item)!,
      needing,
      needed: neededLevel(item, required),
      modules:
        needing > 0 ? modules(item).map((module) => ({ ...module, href: moduleHref(module.id, reader) })) : []
    })),
    rubrics: rubricOptions(rubrics),
    workshops: await workshopChoices(tx, reader),
    places: await placeChoices(tx)
  };
};

// Places somebody assessable lives in, by name.
async function placeChoices(tx: Tx) {
  const helpers = (await colleaguesWith(tx, helperRoles)).map(({ id }) => id);
  const homes = new Set(
    [...(await profilesOf(tx, helpers)).values()].flatMap(({ placeId }) => placeId ?? [])
  );
  if (homes.size === 0) return [];
  return tx
    .selectFrom('places')
    .where('id', 'in', [...homes])
    .select(['id as value', 'name as label'])
    .orderBy('name')
    .execute();
}
