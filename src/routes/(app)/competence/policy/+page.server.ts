import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { certifiedWorks, newestRubrics, policySources } from '#domains/competence/index.ts';
import { organisationDay, policyOn, rubricsHere, setPolicy } from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { say } from '#ui/flash.server.ts';
import { fromWhenAndWhy, hours, upTo, whole } from '../figures.ts';
import { rubricChoices } from '../rubric-choices.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const today = await organisationDay(locals.tx);
  return {
    policy: await policyOn(locals.tx, today),
    sources: policySources,
    rubrics: await rubricChoices(locals.tx),
    today,
    maySet: can(locals.person, 'rubrics.manage')
  };
};

const NewPolicy = v.object({
  command: v.pipe(v.string(), v.uuid()),
  reassessMonths: whole(1, 60),
  trainingHoursMin: hours,
  childSafeguardingHoursMin: hours,
  certificateMonths: whole(1, 120),
  agreementMin: upTo(1),
  agreementPairsMin: whole(2, 1000),
  calibrationMonths: whole(1, 60),
  calibrationCounts: v.pipe(
    v.picklist(['yes', 'no']),
    v.transform((chosen) => chosen === 'yes')
  ),
  ...fromWhenAndWhy
});

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const sent = await request.formData();
    const values = Object.fromEntries(sent) as Record<string, string>;
    const rubrics = newestRubrics(await rubricsHere(locals.tx));
    const known = new Set(rubrics.flatMap(({ items }) => items.map(({ id }) => id)));
    const requiredItems = sent
      .getAll('requiredItems')
      .map(String)
      .filter((id) => known.has(id));
    const gateRubrics = sent
      .getAll('gateRubrics')
      .map(String)
      .filter((id) => rubrics.some((rubric) => rubric.id === id));
    const parsed = v.safeParse(NewPolicy, values);
    const certifiedWork = certifiedWorks.filter((work) => sent.getAll('certifiedWork').includes(work));
    if (!parsed.success || requiredItems.length === 0 || gateRubrics.length === 0)
      return fail(400, {
        values,
        requiredItems,
        gateRubrics,
        certifiedWork,
        refusal: m.competence_policy_invalid()
      });
    const { command, effectiveOn, source, reason, ...figures } = parsed.output;
    await setPolicy(
      locals.tx,
      {
        id: command,
        policy: { ...figures, requiredItems, gateRubrics, certifiedWork },
        effectiveOn,
        source,
        reason
      },
      locals.person!
    );
    say(cookies, m.competence_policy_was_set());
    redirect(303, '/competence/policy');
  }
};
