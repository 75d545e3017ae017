import { error } from '@sveltejs/kit';
import { isLocale } from '#languages';
import { certificateRoles } from '#domains/competence/index.ts';
import { achievementSvg } from '#domains/competence/index.server.ts';
import { organisationSpokenIn } from '#platform/access/index.server.ts';
import { openAnswer } from '../../../open-answer.ts';
import type { RequestHandler } from './$types';

/** The same picture for our own pages, which weigh their bytes: a fifteenth of the PNG that wallets want. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const role = certificateRoles.find((known) => known === params.role);
  const organisation = await organisationSpokenIn(locals.tx);
  if (!role || !organisation) error(404);
  const language = url.searchParams.get('language');
  const svg = achievementSvg({ role, organisation: organisation.name }, isLocale(language) ? language : 'en');
  return openAnswer(svg, 'image/svg+xml');
};
