import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
  const { organisation } = await parent();
  if (!organisation) error(404, 'not-found');
  return { organisation };
};
