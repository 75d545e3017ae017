import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import {
  appealOutcomes,
  appealRefusals,
  refusalToDecide,
  suspensionWords
} from '#domains/competence/index.ts';
import {
  appeal,
  appealsVisibleTo,
  appealWords,
  certificatesVisibleTo,
  decideAppeal,
  mayAppeal,
  suspensionsOf
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const person = locals.person!;
  if (!isId(params.certificate)) error(404);
  const held = await certificatesVisibleTo(tx, person)
    .where('certificates.id', '=', params.certificate)
    .executeTakeFirst();
  if (!held || !(held.person_id === person.id || can(person, 'certificates.lift'))) error(404);
  const open = (await suspensionsOf(tx, held.id).execute()).find(({ lifted_at }) => !lifted_at);
  const asked = await appealsVisibleTo(tx, person).where('suspension.certificate_id', '=', held.id).execute();
  const appeals = [];
  // One after the other: they share the request's one transaction.
  for (const one of asked)
    appeals.push({
      id: one.id,
      at: one.appealed_at,
      dueOn: one.due_on,
      outcome: appealOutcomes.find((outcome) => outcome === one.outcome) ?? null,
      decider: one.decider_name,
      decidedAt: one.decided_at,
      mayDecide:
        one.outcome === null &&
        can(person, 'certificates.lift') &&
        refusalToDecide({ holder: one.person_id, suspendedBy: one.suspended_by }, person.id) === null,
      ...(await appealWords(tx, one))
    });
  return {
    certificate: held.id,
    holder: held.holder_name,
    because: open ? suspensionWords(open) : null,
    appeals,
    zone: person.organisation.timeZone,
    mayAppeal: await mayAppeal(tx, held.id, person)
  };
};

const words = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(4000));
const Appeal = v.object({ command: v.pipe(v.string(), v.uuid()), words });
const Decision = v.object({
  appeal: v.pipe(v.string(), v.uuid()),
  outcome: v.picklist(appealOutcomes),
  reason: words
});

export const actions: Actions = {
  appeal: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Appeal, values);
    if (!parsed.success) return fail(400, { values, error: m.competence_appeal_words_missing() });
    const { command, words } = parsed.output;
    const refusal = await appeal(
      locals.tx,
      { id: command, certificate: params.certificate, words },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: appealRefusals[refusal]() });
    say(cookies, m.competence_appeal_made());
    redirect(303, `/competence/certificates/${params.certificate}/appeal`);
  },
  decide: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Decision, values);
    if (!parsed.success) return fail(400, { values, error: m.competence_appeal_reason_missing() });
    const { appeal: id, ...decision } = parsed.output;
    const refusal = await decideAppeal(locals.tx, { id, ...decision }, locals.person!);
    if (refusal) return fail(409, { values, refusal: appealRefusals[refusal]() });
    say(cookies, m.competence_appeal_decided());
    redirect(303, `/competence/certificates/${params.certificate}/appeal`);
  }
};
