import { numbersToCall } from '#domains/safeguarding/index.server.ts';
import { seekerNavigation, whereIs } from '#ui/navigation.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url }) => {
  // authorisation.ts lets nobody in here who has not signed in.
  const { name, organisation } = locals.person!;
  const current = whereIs(url.pathname, seekerNavigation);
  return {
    person: { name, organisation: { name: organisation.name } },
    crisisContacts: await numbersToCall(locals.tx, organisation),
    ways: seekerNavigation.map(({ href, message }) => ({ href, label: message(), current: href === current }))
  };
};
