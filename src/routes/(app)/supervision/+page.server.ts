import { concernsListed } from '#domains/safeguarding/index.server.ts';
import { superviseesInOrder, supervisionPolicyOn } from '#domains/supervision/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => ({
  supervisees: await superviseesInOrder(tx, person!),
  concerns: await concernsListed(tx, person!, { search: '', closed: false }),
  policy: await supervisionPolicyOn(tx, dayIn(person!.organisation.timeZone)),
  zone: person!.organisation.timeZone,
  mayRecord: can(person, 'supervision.give')
});
