import { listPeople } from '#domains/people/index.server.ts';
import { roleNames } from '#domains/people/index.ts';
import { roles, type Role } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import { listQuery } from '#ui/list.ts';
import { takeAlong } from '../../take-along.server.ts';
import type { RequestHandler } from './$types';

/** The list as it is filtered on the page. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  const person = locals.person!;
  const { search } = listQuery(url.searchParams);
  const role = roles.find((each) => each === url.searchParams.get('role')) as Role | undefined;
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
    rows: await listPeople(locals.tx, person, { search, role }).execute()
  });
};
