import { error } from '@sveltejs/kit';
import { stringify } from 'csv-stringify/sync';
import { m } from '#messages';
import { askedIn, readCohort } from '../cohort/cohort.server.ts';
import type { RequestHandler } from './$types';

/** The same cohort as the page shows, a person a row and a skill a column; a name that looks like a formula is made harmless. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const read = await readCohort(locals.tx, askedIn(url.searchParams), locals.person!);
  if (!read) error(404);
  const { cohort, titles } = read;
  const header = [
    m.competence_column_person(),
    m.competence_cohort_under(),
    ...cohort.items.map(({ item }) => titles.get(item)!)
  ];
  const rows = cohort.people.map(({ name, under, levels }) => [name, under, ...levels]);
  return new Response(stringify([header, ...rows], { bom: true, escape_formulas: true }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="levels.csv"'
    }
  });
};
