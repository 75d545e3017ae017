import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { endingReasons, endingRefusals } from '#domains/support/index.ts';
import { endRelationship } from '#domains/support/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { ownRelationship } from '../mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { pseudonym } = await ownRelationship(locals.tx, params.relationship, locals.person!);
  return { pseudonym };
};

const Ending = v.object({ reason: v.picklist(endingReasons) });

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const { reason } = v.parse(Ending, Object.fromEntries(await request.formData()));
    const refusal = await endRelationship(
      locals.tx,
      { relationship: params.relationship, reason },
      locals.person!
    );
    if (refusal) return fail(409, { refusal: endingRefusals[refusal]() });
    say(cookies, m.support_end_done());
    redirect(303, '/support');
  }
};
