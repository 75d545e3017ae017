import { validityWords } from '#domains/competence/index.ts';
import { roster, rosterFilters } from '#domains/competence/index.server.ts';
import { m } from '#messages';
import { listQuery } from '#ui/list.ts';
import { takeAlong } from '../../take-along.server.ts';
import type { RequestHandler } from './$types';

/** The same list as the page shows. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  const show = rosterFilters.find((filter) => filter === url.searchParams.get('show')) ?? 'all';
  return takeAlong(locals, {
    name: 'helpers',
    as: params.as,
    title: m.competence_list_caption(),
    columns: [
      { label: m.competence_column_person(), of: ({ name }) => name },
      {
        label: m.competence_column_certificate(),
        of: ({ validity }) => (validity ? validityWords[validity]() : m.competence_validity_none())
      },
      { label: m.competence_column_expires(), of: ({ expiresOn }) => expiresOn },
      { label: m.competence_column_assessed(), of: ({ assessedOn }) => assessedOn },
      { label: m.competence_column_lowest(), of: ({ lowest }) => lowest },
      {
        label: m.competence_column_child(),
        of: ({ childSafeguarding }) => (childSafeguarding ? m.competence_yes() : m.competence_no())
      }
    ],
    rows: await roster(locals.tx, { search: listQuery(url.searchParams).search, show })
  });
};
