import { alertLineFor } from '#domains/safeguarding/index.server.ts';
import { shortcutsOf, waysOf } from '#ui/navigation.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url }) => {
  // authorisation.ts lets nobody in here who has not signed in.
  const person = locals.person!;
  const groups = waysOf(person, url.pathname);
  return {
    person: { name: person.name, organisation: person.organisation },
    organisations: locals.memberships.map(({ organisation: { id, name } }) => ({ id, name })),
    groups,
    shortcuts: shortcutsOf(person.roles, groups),
    alert: await alertLineFor(locals.tx, person)
  };
};
