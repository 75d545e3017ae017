import { error } from '@sveltejs/kit';
import { certificateRoles } from '#domains/competence/index.ts';
import type { PageServerLoad } from './$types';

/** What a badge is for and what it takes: the address that stands in every badge. */
export const load: PageServerLoad = async ({ params, parent }) => {
  const role = certificateRoles.find((known) => known === params.role);
  const { organisation } = await parent();
  if (!role || !organisation) error(404);
  return { role };
};
