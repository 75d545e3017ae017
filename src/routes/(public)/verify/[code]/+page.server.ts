import { validityShown } from '#domains/competence/index.server.ts';
import type { PageServerLoad } from './$types';

/** The hook has opened this visitor's transaction with the code; whether it is valid is all there is to see. */
export const load: PageServerLoad = async ({ locals }) => {
  const shown = await validityShown(locals.tx);
  return { shown: shown && { valid: shown.validity === 'valid', today: shown.today } };
};
