import { can } from '#platform/access/index.ts';
import { placeTree, populationMap } from '#domains/places/index.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { tx, person } }) => {
  const search = (url.searchParams.get('q') ?? '').trim().slice(0, 200);
  const tree = await placeTree(tx, person!);
  return {
    places: found(tree, search),
    query: url.searchParams.toString(),
    map: search ? null : await populationMap(tx, person!),
    mayImport: can(person, 'places.manage')
  };
};

function found<Place extends { name: string; p_code: string }>(places: Place[], search: string): Place[] {
  const words = search.toLocaleLowerCase();
  return places.filter(({ name, p_code }) => `${name} ${p_code}`.toLocaleLowerCase().includes(words));
}
