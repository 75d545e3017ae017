import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const organisations = await locals.tx
    .selectFrom('organisations')
    .select(['slug', 'name', 'about'])
    .where('kind', '=', 'ngo')
    .orderBy('name')
    .execute();
  return { organisations };
};
