import { stringify } from 'csv-stringify/sync';
import { listPeople } from '#domains/people/index.server.ts';
import { roleNames } from '#domains/people/index.ts';
import { roles, type Role } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import { listQuery } from '#ui/list.ts';
import type { RequestHandler } from './$types';

/** The list as it is filtered on the page, as a spreadsheet. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const person = locals.person!;
  const { search } = listQuery(url.searchParams);
  const role = roles.find((each) => each === url.searchParams.get('role')) as Role | undefined;
  const people = await listPeople(locals.tx, person, { search, role }).execute();
  await audit(locals.tx, { action: 'people.exported' });
  const rows = people.map(({ name, roles, since, languages }) => [
    name,
    roles.map((each) => roleNames[each]()).join(', '),
    languages.join(' '),
    dayIn(person.organisation.timeZone, since)
  ]);
  const head = [m.people_name(), m.people_roles(), m.people_languages(), m.people_since()];
  // A name such as "=1+1" must stay a name in a spreadsheet.
  const text = stringify([head, ...rows], { escape_formulas: true, bom: true });
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="people.csv"'
    }
  });
};
