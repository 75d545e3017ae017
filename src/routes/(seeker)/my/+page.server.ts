import { redirect } from '@sveltejs/kit';
import { stepsDue } from '#domains/care-plans/index.server.ts';
import { askAgain } from '#domains/support/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { crisis, mine, nextStepOn } from './mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const { relationship, request } = await mine(locals.tx, person);
  return {
    ...(await crisis(locals.tx, person)),
    supporter: relationship?.supporter_name,
    nextStepOn: relationship ? await nextStepOn(locals.tx, relationship.id, person) : null,
    waiting: request?.wants,
    stepsDue: (await stepsDue(locals.tx, 'seeker', dayIn(person.organisation.timeZone), person)).length
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const command = String((await request.formData()).get('command') || newId());
    await askAgain(locals.tx, command, locals.person!);
    redirect(303, '/my');
  }
};
