import { wordsFor } from '#domains/matching/index.ts';
import { ownStanding } from '#domains/matching/index.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const standing = await ownStanding(locals.tx, locals.person!);
  return {
    standing: standing && {
      caseload: standing.caseload,
      reasons: standing.refusals.map((refusal) => wordsFor(refusal, 'supporter'))
    }
  };
};
