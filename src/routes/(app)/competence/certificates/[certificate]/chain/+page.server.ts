import { error } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { certificateRoleWords, newestRubric, roleNamed } from '#domains/competence/index.ts';
import { certificatesVisibleTo, rubricsHere } from '#domains/competence/index.server.ts';
import { wordsFor } from '#domains/matching/index.ts';
import { chainOf } from '#domains/matching/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const person = locals.person!;
  const certificate = isId(params.certificate)
    ? await certificatesVisibleTo(tx, person)
        .where('certificates.id', '=', params.certificate)
        .executeTakeFirst()
    : null;
  if (!certificate) error(404);
  const chain = await chainOf(tx, certificate, person);
  const rubrics = await rubricsHere(tx);
  const own = certificate.person_id === person.id;
  return {
    certificate: {
      id: certificate.id,
      holder: certificate.holder_name,
      person: certificate.person_id,
      role: certificateRoleWords[roleNamed(certificate.role)](),
      issuedOn: certificate.issued_on,
      expiresOn: certificate.expires_on
    },
    seats: chain.seats,
    assessments: chain.assessments.map(({ rubric, ...assessment }) => ({
      ...assessment,
      rubric: newestRubric(rubrics, rubric)?.title[getLocale()] ?? rubric
    })),
    gate:
      chain.gate &&
      chain.gate.refusals.map((refusal) => wordsFor(refusal, own ? 'supporter' : 'coordinator')),
    support: chain.support,
    maySee: {
      cost: can(person, 'training.account'),
      workshops: can(person, 'workshops.see'),
      certificates: can(person, 'assessments.see')
    }
  };
};
