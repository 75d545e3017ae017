import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { endingReasons, endingRefusals } from '#domains/support/index.ts';
import { endRelationship } from '#domains/support/index.server.ts';
import { m } from '#messages';
import { readForm } from '#platform/forms/index.ts';
import { say } from '#ui/flash.server.ts';
import { ownRelationship } from '../mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { pseudonym } = await ownRelationship(locals.tx, params.relationship, locals.person!);
  return { pseudonym };
};

const Ending = v.object({ reason: v.picklist(endingReasons, () => m.support_end_reason_needed()) });

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const { input, errors } = readForm(Ending, await request.formData());
    if (!input) return fail(400, { errors });
    const refusal = await endRelationship(
      locals.tx,
      { relationship: params.relationship, ...input },
      locals.person!
    );
    if (refusal) return fail(409, { refusal: endingRefusals[refusal]() });
    say(cookies, m.support_end_done());
    redirect(303, '/support');
  }
};
