import { getLocale } from '#languages';
import { languageName, said, topicWords } from '#domains/support/index.ts';
import { waitingRequestsVisibleTo } from '#domains/support/index.server.ts';
import { m } from '#messages';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay, formatList } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

const shownMax = 200;

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const requests = await waitingRequestsVisibleTo(locals.tx, person).limit(shownMax).execute();
  const reader = getLocale();
  return {
    requests: requests.map(({ id, pseudonym, at, place, languages, topics, wants, minor }) => ({
      id,
      pseudonym: minor ? `${pseudonym} (${m.support_requests_minor()})` : pseudonym,
      waiting: formatDay(dayIn(person.organisation.timeZone, at), 'short'),
      languages: formatList(languages.map((code) => languageName(code, reader))),
      where: place ?? m.support_requests_where_unsaid(),
      topics: formatList(said(topicWords, topics)),
      who: wants === 'choose' ? m.support_requests_chooses_seeker() : m.support_requests_chooses_us()
    }))
  };
};
