import { roleNames } from '#domains/people/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import { takeAlong } from '../../take-along.server.ts';
import { peopleList } from '../people.server.ts';
import type { RequestHandler } from './$types';

/** The list as it is filtered on the page. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  const person = locals.person!;
  return takeAlong(locals, {
    name: 'people',
    as: params.as,
    title: m.people_title(),
    columns: [
      { label: m.people_name(), of: ({ name }) => name },
      { label: m.people_roles(), of: ({ roles }) => roles.map((each) => roleNames[each]()).join(', ') },
      { label: m.people_languages(), of: ({ languages }) => languages.join(' ') },
      { label: m.people_since(), of: ({ since }) => dayIn(person.organisation.timeZone, since) }
    ],
    rows: await peopleList(locals.tx, person, url.searchParams).execute()
  });
};
