import { error } from '@sveltejs/kit';
import { m } from '#messages';
import { takeAlong } from '../../take-along.server.ts';
import { askedIn, readCohort } from '../cohort/cohort.server.ts';
import type { RequestHandler } from './$types';

/** The same cohort as the page shows, a person a row and a skill a column. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  const read = await readCohort(locals.tx, askedIn(url.searchParams), locals.person!);
  if (!read) error(404);
  const { cohort, titles, rubric } = read;
  return takeAlong(locals, {
    name: 'levels',
    as: params.as,
    title: m.competence_cohort_caption({ rubric: rubric.title }),
    columns: [
      { label: m.competence_column_person(), of: ({ name }) => name },
      { label: m.competence_cohort_under(), of: ({ under }) => under },
      ...cohort.items.map(({ item }, place) => ({
        label: titles.get(item)!,
        of: ({ levels }: (typeof cohort.people)[number]) => levels[place]
      }))
    ],
    rows: cohort.people
  });
};
