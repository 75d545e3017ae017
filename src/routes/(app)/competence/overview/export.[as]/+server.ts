import { error } from '@sveltejs/kit';
import { m } from '#messages';
import type { List } from '#platform/lists/index.server.ts';
import { takeAlongAll } from '../../../take-along.server.ts';
import { figuresOf, pagesOf, peopleOf, shown } from '../export.server.ts';
import { overviewFor, peopleBehind } from '../overview.server.ts';
import type { RequestHandler } from './$types';

/** Every figure; or, with `of`, the people behind one. */
export const GET: RequestHandler = async ({ params: { as }, locals, url }) => {
  const overview = await overviewFor(locals.tx, locals.person!);
  const of = url.searchParams.get('of');
  if (of !== null) {
    const found = peopleBehind(overview, of);
    if (!found) error(404);
    return takeAlongAll(locals, { name: 'certified-people', as, title: found.title }, [shown(found)]);
  }
  const lists: [List, ...List[]] =
    as === 'pdf' ? pagesOf(overview) : [figuresOf(overview), ...peopleOf(overview)];
  return takeAlongAll(locals, { name: 'certified', as, title: m.competence_overview_title() }, lists);
};
