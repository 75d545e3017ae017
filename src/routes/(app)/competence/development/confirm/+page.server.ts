import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { developmentRefusals } from '#domains/competence/index.ts';
import { decideDevelopment, entriesToConfirm } from '#domains/competence/index.server.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  entries: (await entriesToConfirm(locals.tx, locals.person!).execute()).map((entry) => ({
    ...entry,
    hours: Number(entry.hours)
  }))
});

const Decision = v.object({
  entry: v.pipe(v.string(), v.uuid()),
  decision: v.picklist(['confirm', 'decline']),
  reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)), '')
});

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const parsed = v.safeParse(Decision, Object.fromEntries(await request.formData()));
    const missing = !parsed.success || (parsed.output.decision === 'decline' && !parsed.output.reason);
    if (missing) return fail(400, { refusal: m.competence_development_decline_missing() });
    const { entry, decision, reason } = parsed.output;
    const confirmed = decision === 'confirm';
    const refusal = await decideDevelopment(
      locals.tx,
      { entry, confirmed, reason: confirmed ? null : reason },
      locals.person!
    );
    if (refusal) return fail(409, { refusal: developmentRefusals[refusal]() });
    say(cookies, m.competence_development_decided());
    redirect(303, '/competence/development/confirm');
  }
};
