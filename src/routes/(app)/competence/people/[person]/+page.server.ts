import { error } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { carefulLevels, certificateRoles, shownIn, validityOf } from '#domains/competence/index.ts';
import { certificatesVisibleTo, observationsOf, policyOn } from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import type { PageServerLoad } from './$types';

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
    policy: await policyOn(tx, today),
    maySeeDevelopment: own || can(reader, 'supervision.oversee'),
    maySeeDevelopment: own || can(reader, 'supervision.oversee'),
    mayAssess: can(reader, 'assessments.record') && !own,
    mayIssue: can(reader, 'certificates.issue') && !own
  };
};
