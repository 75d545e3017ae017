import { redirect } from '@sveltejs/kit';
import { beginAsking, organisationNamed, whoIsThere } from './asking.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) =>
  whoIsThere(locals.tx, await organisationNamed(locals.tx, params.organisation));

export const actions: Actions = {
  default: ({ cookies, params }) => {
    beginAsking(cookies, params.organisation);
    redirect(303, `/o/${params.organisation}/get-support/wishes`);
  }
};
