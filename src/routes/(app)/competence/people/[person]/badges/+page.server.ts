import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { bringRefusals } from '#domains/competence/index.ts';
import {
  bringBadge,
  broughtBadgesOf,
  checkBroughtBadge,
  removeBroughtBadge
} from '#domains/competence/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { problems } from '#platform/credentials/index.ts';
import { say } from '#ui/flash.server.ts';
import { colleagueSeen } from '../../../../colleague-seen.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const helper = await colleagueSeen(locals, params.person, 'assessments.see');
  const { timeZone } = locals.person!.organisation;
  return {
    helper,
    own: helper.id === locals.person!.id,
    badges: (await broughtBadgesOf(locals.tx, helper.id)).map(({ checkedAt, reasons, ...badge }) => ({
      ...badge,
      checkedOn: dayIn(timeZone, checkedAt),
      valid: reasons.length === 0,
      reasons: reasons.map((reason) => problems[reason]())
    }))
  };
};

const Brought = v.object({
  command: v.pipe(v.string(), v.uuid()),
  badge: v.pipe(v.file(), v.minSize(1))
});
const Which = v.object({ badge: v.pipe(v.string(), v.uuid()) });

export const actions: Actions = {
  bring: async ({ locals, params, request, cookies }) => {
    const person = locals.person!;
    if (person.id !== params.person) error(403);
    const form = v.safeParse(Brought, Object.fromEntries(await request.formData()));
    if (!form.success) return fail(400, { refusal: m.competence_check_file_missing() });
    const { command: id, badge } = form.output;
    const file = Buffer.from(await badge.arrayBuffer());
    const refusal = await bringBadge(locals.tx, { id, file }, person);
    if (refusal) return fail(409, { refusal: bringRefusals[refusal]() });
    say(cookies, m.competence_brought_added());
    redirect(303, `/competence/people/${params.person}/badges`);
  },
  check: async ({ locals, params, request, cookies }) => {
    await colleagueSeen(locals, params.person, 'assessments.see');
    const form = v.safeParse(Which, Object.fromEntries(await request.formData()));
    if (!form.success || !(await checkBroughtBadge(locals.tx, form.output, locals.person!))) error(404);
    say(cookies, m.competence_brought_checked());
    redirect(303, `/competence/people/${params.person}/badges`);
  },
  remove: async ({ locals, params, request, cookies }) => {
    const form = v.safeParse(Which, Object.fromEntries(await request.formData()));
    if (!form.success || !(await removeBroughtBadge(locals.tx, form.output.badge, locals.person!)))
      error(404);
    say(cookies, m.competence_brought_removed());
    redirect(303, `/competence/people/${params.person}/badges`);
  }
};
