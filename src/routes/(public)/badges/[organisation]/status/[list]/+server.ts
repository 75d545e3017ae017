import { error } from '@sveltejs/kit';
import { statusListNamed } from '#domains/competence/index.server.ts';
import { organisationSpokenIn } from '#platform/access/index.server.ts';
import { openAnswer } from '../../../open-answer.ts';
import type { RequestHandler } from './$types';

/** Which badges were taken back, or rest: a signed list of bits. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const organisation = await organisationSpokenIn(locals.tx);
  const list = organisation && (await statusListNamed(locals.tx, organisation, params.list));
  if (!list) error(404);
  return openAnswer(JSON.stringify(list), 'application/vc');
};
