import { caseloadOf, caseloadWithNextSteps } from '#domains/support/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const zone = person.organisation.timeZone;
  const people = await caseloadWithNextSteps(locals.tx, person);
  const caseload = (await caseloadOf(locals.tx, [person.id])).get(person.id);
  return {
    caseload,
    people: people.map(({ id, pseudonym, opened_at, lastSessionAt, nextStepOn }) => ({
      id,
      pseudonym,
      since: formatDay(dayIn(zone, opened_at), 'short'),
      last: lastSessionAt && formatDay(dayIn(zone, lastSessionAt), 'short'),
      next: nextStepOn && formatDay(nextStepOn, 'short')
    }))
  };
};
