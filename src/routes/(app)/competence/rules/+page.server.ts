import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import {
  certificateRoles,
  developmentKinds,
  ruleSources,
  type DevelopmentRule
} from '#domains/competence/index.ts';
import { organisationDay, ruleOn, rulesSet, setRule } from '#domains/competence/index.server.ts';
import { workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { can } from '#platform/access/index.ts';
import { say } from '#ui/flash.server.ts';
import { testChoices } from '../../test-choices.server.ts';
import { fromWhenAndWhy, hours, whole } from '../figures.ts';
import { rubricChoices } from '../rubric-choices.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const role = roleIn(url);
  const today = await organisationDay(locals.tx);
  const rule = await ruleOn(locals.tx, role, today);
  const history = await rulesSet(locals.tx, role).limit(50).execute();
  return {
    role,
    rule,
    today,
    sources: ruleSources,
    kinds: workshopKinds.map((kind) => ({ value: kind, label: workshopKindNames[kind]() })),
    rubrics: await rubricChoices(locals.tx),
    tests: await testChoices(locals.tx, locals.person!),
    history: history.map(({ effective_on, set_by_name, reason }) => ({
      from: effective_on,
      by: set_by_name,
      reason
    })),
    maySet: can(locals.person, 'rubrics.manage')
  };
};

const roleIn = (url: URL) =>
  certificateRoles.find((known) => known === url.searchParams.get('role')) ?? 'supporter';
const NewRule = v.object({
  command: v.pipe(v.string(), v.uuid()),
  hoursMin: hours,
  practiceHoursMin: hours,
  rubric: v.pipe(v.string(), v.maxLength(200)),
  test: v.pipe(v.string(), v.maxLength(200)),
  testMark: v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => null)
    ),
    v.pipe(
      whole(1, 100),
      v.transform((percent) => percent / 100)
    )
  ]),
  requiredLevelMin: whole(2, 4),
  reassessMonths: whole(1, 60),
  backgroundCheck: v.optional(v.literal('yes')),
  months: whole(1, 120),
  developmentHours: hours,
  courseHours: hours,
  ...fromWhenAndWhy
});

/** The most each kind of development counts for; null when one of them is no number of hours. */
function capsIn(values: Record<string, string>): DevelopmentRule['caps'] | null {
  const given = developmentKinds.filter((kind) => values[`cap:${kind}`]?.trim());
  const read = given.map((kind) => [kind, v.safeParse(hours, values[`cap:${kind}`]!.trim())] as const);
  if (read.some(([, { success }]) => !success)) return null;
  return Object.fromEntries(read.map(([kind, { output }]) => [kind, output]));
}

export const actions: Actions = {
  default: async ({ locals, request, cookies, url }) => {
    const sent = await request.formData();
    const values = Object.fromEntries(sent) as Record<string, string>;
    const chosen = (name: string) => sent.getAll(name).map(String);
    const hourKinds = workshopKinds.filter((kind) => chosen('hourKinds').includes(kind));
    const rubrics = await rubricChoices(locals.tx);
    const rubric = rubrics.find(({ id }) => id === values.rubric) ?? null;
    const known = new Set(rubric?.items.map(({ value }) => value));
    const lists = {
      hourKinds: [...hourKinds] as string[],
      requiredItems: chosen(`items:${rubric?.id}`).filter((item) => known.has(item))
    };
    const caps = capsIn(values);
    const parsed = v.safeParse(NewRule, values);
    if (!parsed.success || !caps) return fail(400, { values, lists, refusal: m.competence_rule_invalid() });
    const {
      command,
      effectiveOn,
      source,
      reason,
      backgroundCheck,
      developmentHours,
      courseHours,
      ...figures
    } = parsed.output;
    const role = roleIn(url);
    // What a course has called off since stays until somebody chooses otherwise.
    const { test: before } = await ruleOn(locals.tx, role, effectiveOn);
    const offered = (await testChoices(locals.tx, locals.person!)).map(({ value }) => value);
    const test = [...offered, before].find((one) => one === figures.test) ?? null;
    await setRule(
      locals.tx,
      {
        id: command,
        role,
        rule: {
          ...figures,
          ...lists,
          rubric: rubric?.id ?? null,
          test,
          testMark: test === null ? null : figures.testMark,
          backgroundCheck: backgroundCheck === 'yes',
          development: { hoursMin: developmentHours, courseHours, caps }
        },
        effectiveOn,
        source,
        reason
      },
      locals.person!
    );
    say(cookies, m.competence_rule_was_set());
    redirect(303, `/competence/rules?role=${role}`);
  }
};
