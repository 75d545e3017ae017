import { languageName } from '#domains/support/index.ts';
import { getLocale } from '#languages';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { listQuery } from '#ui/list.ts';
import { peopleList, roleAsked } from './people.server.ts';
import type { PageServerLoad } from './$types';

const rowsOnPage = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const { page } = listQuery(url.searchParams);
  const shown = await peopleList(locals.tx, person, url.searchParams)
    .select(({ fn }) => fn.countAll<number>().over().as('found'))
    .limit(rowsOnPage)
    .offset((page - 1) * rowsOnPage)
    .execute();
  return {
    people: shown.map(({ id, name, roles, since, languages }) => ({
      id,
      name,
      roles,
      since: dayIn(person.organisation.timeZone, since),
      languages: languages.map((code) => languageName(code, getLocale()))
    })),
    pages: Math.max(1, Math.ceil((shown[0]?.found ?? 0) / rowsOnPage)),
    role: roleAsked(url.searchParams) ?? '',
    query: url.search,
    mayInvite: can(person, 'people.invite'),
    maySeeContacts: can(person, 'contacts.unseal') || can(person, 'contacts.agree')
  };
};
