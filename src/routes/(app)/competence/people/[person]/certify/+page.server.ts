import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { certificateRoles, countedHours, refusalsToCertify } from '#domains/competence/index.ts';
import { certificateFacts, issueCertificate, ruleOn } from '#domains/competence/index.server.ts';
import { workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { testChoices } from '../../../../test-choices.server.ts';
import { rubricChoices } from '../../../rubric-choices.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { tx } = locals;
  const issuer = locals.person!;
  if (!isId(params.person)) error(404);
  const helper = await tx
    .selectFrom('people')
    .where('id', '=', params.person)
    .where('kind', '=', 'staff')
    .select(['id', 'name'])
    .executeTakeFirst();
  if (!helper) error(404);
  const role = certificateRoles.find((known) => known === url.searchParams.get('role')) ?? 'supporter';
  const today = dayIn(issuer.organisation.timeZone);
  const rule = await ruleOn(tx, role, today);
  const { facts } = await certificateFacts(
    tx,
    { person: helper.id, role, rule, hoursElsewhere: 0 },
    issuer,
    today
  );
  return {
    helper,
    role,
    rule,
    facts,
    hours: countedHours(facts, rule),
    kinds: workshopKinds
      .filter((kind) => rule.hourKinds.includes(kind))
      .map((kind) => workshopKindNames[kind]()),
    rubric: (await rubricChoices(tx)).find(({ id }) => id === rule.rubric) ?? null,
    testName:
      (await testChoices(tx, issuer)).find(({ value }) => value === rule.test)?.label ??
      m.competence_rule_test_gone(),
    refusals: refusalsToCertify(facts, rule, today)
  };
};

const Issue = v.object({
  command: v.pipe(v.string(), v.uuid()),
  role: v.picklist(certificateRoles),
  hours: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(),
    v.transform((text) => Number(text.replace(',', '.'))),
    v.number(),
    v.minValue(0),
    v.maxValue(10_000)
  )
});

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    if (!isId(params.person)) error(404);
    const parsed = v.safeParse(Issue, values);
    if (!parsed.success)
      return fail(400, { values, error: m.competence_issue_hours_missing(), refusals: null });
    const { command, role, hours } = parsed.output;
    const refusals = await issueCertificate(
      locals.tx,
      { id: command, person: params.person, role, hoursElsewhere: hours },
      locals.person!
    );
    if (refusals.length > 0) return fail(409, { values, error: '', refusals });
    say(cookies, m.competence_issued());
    redirect(303, `/competence/certificates/${command}`);
  }
};
