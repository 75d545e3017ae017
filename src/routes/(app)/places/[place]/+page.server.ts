import { error } from '@sveltejs/kit';
import { placesVisibleTo } from '#domains/places/index.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { tx, person } }) => {
  const place = await placesVisibleTo(tx, person!).where('places.id', '=', params.place).executeTakeFirst();
  if (!place) error(404);
  const parent = place.parent_id
    ? await placesVisibleTo(tx, person!).where('places.id', '=', place.parent_id).executeTakeFirst()
    : undefined;
  const within = await placesVisibleTo(tx, person!)
    .where('places.parent_id', '=', place.id)
    .orderBy('places.name')
    .execute();
  return { place, parent: parent && { id: parent.id, name: parent.name }, within };
};
