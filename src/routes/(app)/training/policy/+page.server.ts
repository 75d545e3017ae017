import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  competenceShownBy,
  competenceShownByNames,
  prerequisiteRuleNames,
  prerequisiteRules
} from '#domains/training/index.ts';
import { setTrainingPolicy, trainingPolicies, trainingPolicyOn } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { filled } from '../workshops/fields.ts';
import type { Actions, PageServerLoad } from './$types';

const words = v.pipe(filled, v.maxLength(500));
const figure = (max: number) =>
  v.pipe(
    v.string(),
    v.nonEmpty(() => m.training_error_required()),
    v.transform(Number),
    v.integer(() => m.training_error_figure({ max })),
    v.minValue(1, () => m.training_error_figure({ max })),
    v.maxValue(max, () => m.training_error_figure({ max }))
  );
const Policy = v.object({
  command: v.pipe(v.string(), v.uuid()),
  prerequisites: v.picklist(prerequisiteRules, () => m.training_error_choose()),
  trained_percent: figure(100),
  competent_by: v.picklist(competenceShownBy, () => m.training_error_choose()),
  competent_within_days: figure(1095),
  from: v.pipe(
    v.string(),
    v.isoDate(() => m.training_error_required())
  ),
  source: words,
  reason: words
});

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const today = dayIn(person.organisation.timeZone);
  return {
    inForce: await trainingPolicyOn(locals.tx, today),
    history: await trainingPolicies(locals.tx, person),
    prerequisites: prerequisiteRules.map((rule) => ({ value: rule, label: prerequisiteRuleNames[rule]() })),
    competentBy: competenceShownBy.map((by) => ({ value: by, label: competenceShownByNames[by]() })),
    maySet: can(person, 'policies.set'),
    zone: person.organisation.timeZone,
    today
  };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const { input, values, errors } = readForm(Policy, await request.formData());
    if (!input) return fail(400, { values, errors });
    const refusal = await setTrainingPolicy(
      locals.tx,
      {
        id: input.command,
        prerequisites: input.prerequisites,
        trainedPercent: input.trained_percent,
        competentBy: input.competent_by,
        competentWithinDays: input.competent_within_days,
        effectiveFrom: input.from,
        source: input.source,
        reason: input.reason
      },
      locals.person!
    );
    if (refusal) error(403);
    say(cookies, m.training_policy_set_done());
    redirect(303, '/training/policy');
  }
};
