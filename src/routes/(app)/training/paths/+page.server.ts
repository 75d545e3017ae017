import { fail, redirect } from '@sveltejs/kit';
import { pathEnds, pathNames, pathRefusals } from '#domains/training/index.ts';
import { adoptCurricula, modulesOf, pathsVisibleTo } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const paths = [];
  for (const path of await pathsVisibleTo(locals.tx, locals.person!).execute()) {
    const modules = await modulesOf(locals.tx, path.version);
    paths.push({
      id: path.id,
      name: pathNames[path.leads_to](),
      number: path.number,
      publishedAt: path.published_at,
      modules: modules.length,
      hours: modules.reduce((sum, { hours }) => sum + hours, 0)
    });
  }
  return {
    paths,
    zone: locals.person!.organisation.timeZone,
    mayAdopt: can(locals.person, 'curricula.publish') && paths.length < pathEnds.length
  };
};

export const actions: Actions = {
  default: async ({ locals, cookies }) => {
    const refusal = await adoptCurricula(locals.tx, m.training_adopted_reason(), locals.person!);
    if (refusal) return fail(409, { refusal: pathRefusals[refusal]() });
    say(cookies, m.training_adopted());
    redirect(303, '/training/paths');
  }
};
