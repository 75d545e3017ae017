import { wordsFor, type StandingRefusal } from '#domains/matching/index.ts';
import { openLapsesVisibleTo } from '#domains/matching/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const lapses = await openLapsesVisibleTo(locals.tx, person).execute();
  return {
    lapses: lapses.map(({ supporter_id, name, refusal, found_at }) => ({
      supporter: supporter_id,
      name,
      what: wordsFor(refusal as StandingRefusal, 'coordinator'),
      since: formatDay(dayIn(person.organisation.timeZone, found_at), 'short')
    }))
  };
};
