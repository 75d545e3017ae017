import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import {
  carefulLevels,
  certificateRoles,
  shownIn,
  validityOf,
  type CertificateRefusal
} from '#domains/competence/index.ts';
import {
  certificatesVisibleTo,
  issueCertificate,
  observationsOf,
  policyOn
} from '#domains/competence/index.server.ts';
import { trainingHoursOf } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const reader = locals.person!;
  const own = reader.id === params.person;
  if (!isId(params.person) || !(own || can(reader, 'assessments.see'))) error(404);
  const helper = await tx
    .selectFrom('people')
    .where('id', '=', params.person)
    .where('kind', '=', 'staff')
    .select(['id', 'name'])
    .executeTakeFirst();
  if (!helper) error(404);
  const today = dayIn(reader.organisation.timeZone);
  const observations = (await observationsOf(tx, helper.id, reader)).flatMap(
    ({ rubric, observedOn, results }) => {
      const done = results.flatMap(({ levels }) => (levels ? [levels] : []));
      return done.length
        ? [{ assessment: results[0]!.assessment, rubric, on: observedOn, levels: carefulLevels(done) }]
        : [];
    }
  );
  const certificates = await certificatesVisibleTo(tx, reader)
    .where('certificates.person_id', '=', helper.id)
    .execute();
  return {
    helper,
    own,
    observations: observations.map(({ assessment, on, levels, rubric }) => ({
      assessment,
      on,
      levels,
      title: rubric.title[getLocale()]
    })),
    items: observations[0]
      ? shownIn(observations[0].rubric, getLocale()).items.map(({ id, title }) => ({ id, title }))
      : [],
    certificates: certificates.map(({ id, role, issued_on, expires_on, suspension_id }) => ({
      id,
      role: certificateRoles.find((known) => known === role)!,
      issuedOn: issued_on,
      expiresOn: expires_on,
      validity: validityOf(
        { issuedOn: issued_on, expiresOn: expires_on, suspended: suspension_id !== null },
        today
      )
    })),
    trainingHours: (await trainingHoursOf(tx, helper.id)).reduce((sum, { hours }) => sum + hours, 0),
    policy: await policyOn(tx, today),
    mayAssess: can(reader, 'assessments.record') && !own,
    mayIssue: can(reader, 'certificates.issue') && !own
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
  issue: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Issue, values);
    if (!isId(params.person)) error(404);
    if (!parsed.success)
      return fail(400, {
        values,
        error: m.competence_issue_hours_missing(),
        refusals: [] as CertificateRefusal[]
      });
    const { command, role, hours } = parsed.output;
    const refusals = await issueCertificate(
      locals.tx,
      { id: command, person: params.person, role, trainingHours: hours },
      locals.person!
    );
    if (refusals.length > 0) return fail(409, { values, error: '', refusals });
    say(cookies, m.competence_issued());
    redirect(303, `/competence/certificates/${command}`);
  }
};
