import { getLocale } from '#languages';
import { cohortOf, helperRoles, newestRubric, requiredOn, shownIn } from '#domains/competence/index.ts';
import {
  colleaguesWith,
  newestObservationsOf,
  organisationDay,
  policyOn,
  rubricsHere
} from '#domains/competence/index.server.ts';
import { profilesOf } from '#domains/people/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';
import { seatedIn } from '../seated.server.ts';

/** Which cohort an address asks for: those seated in a workshop, those who live in a place, both, or everybody. */
export type CohortAsked = { workshop: string; place: string; rubric: string };

export function askedIn(search: URLSearchParams): CohortAsked {
  const id = (name: string) => {
    const value = search.get(name) ?? '';
    return isId(value) ? value : '';
  };
  return {
    workshop: id('workshop'),
    place: id('place'),
    rubric: search.get('rubric') ?? 'foundational-helping'
  };
}

/** The cohort's newest levels on a rubric, and how many of it nobody has assessed. Null where there is no such rubric. */
export async function readCohort(tx: Tx, { workshop, place, rubric }: CohortAsked, reader: Person) {
  const rubrics = await rubricsHere(tx);
  const found = newestRubric(rubrics, rubric);
  if (!found) return null;
  const people = await peopleOf(tx, { workshop, place }, reader);
  const observations = await newestObservationsOf(tx, { people, rubric }, reader);
  const required = requiredOn(await policyOn(tx, await organisationDay(tx)), found.items);
  const shown = shownIn(found, getLocale());
  return {
    rubric: { id: found.id, title: shown.title },
    rubrics,
    titles: new Map(shown.items.map(({ id, title }) => [id, title])),
    required,
    count: people.length,
    cohort: cohortOf(
      found.items.map(({ id }) => id),
      observations.map(({ person, counts }) => ({ ...person, levels: counts! })),
      required
    )
  };
}

async function peopleOf(
  tx: Tx,
  { workshop, place }: Omit<CohortAsked, 'rubric'>,
  reader: Person
): Promise<string[]> {
  const helpers = (await colleaguesWith(tx, helperRoles)).map(({ id }) => id);
  const seated = workshop ? ((await seatedIn(tx, workshop, reader))?.people ?? new Set()) : null;
  const homes = place ? await profilesOf(tx, helpers) : null;
  return helpers.filter((id) => (!seated || seated.has(id)) && (!homes || homes.get(id)?.placeId === place));
}
