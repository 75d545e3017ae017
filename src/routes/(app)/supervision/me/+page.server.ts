import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  coachingActionsOf,
  completeCoachingAction,
  sessionsOf,
  standingOf,
  supervisionPolicyOn
} from '#domains/supervision/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const { id, organisation } = person!;
  const today = dayIn(organisation.timeZone);
  const standing = (await standingOf(tx, [id], today)).get(id)!;
  const supervisor =
    standing.supervisor &&
    (await tx.selectFrom('people').select('name').where('id', '=', standing.supervisor).executeTakeFirst());
  return {
    standing,
    supervisor: supervisor ? supervisor.name : null,
    policy: await supervisionPolicyOn(tx, today),
    sessions: await sessionsOf(tx, id).limit(50).execute(),
    actions: await coachingActionsOf(tx, id)
  };
};

const Done = v.object({ action: v.pipe(v.string(), v.uuid()) });

export const actions: Actions = {
  done: async ({ request, locals: { tx, person } }) => {
    const { action } = asSent(Done, await request.formData());
    if (await completeCoachingAction(tx, action, person!)) error(404);
    redirect(303, '/supervision/me');
  }
};
