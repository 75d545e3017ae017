import { getLocale } from '#languages';
import { sheetColumns, sheetOf } from '#domains/competence/index.ts';
import { rubricsHere } from '#domains/competence/index.server.ts';
import { csvResponse } from '#platform/csv/index.ts';
import { rubricAsked } from '../rubric-asked.server.ts';
import type { RequestHandler } from './$types';

/** The rubric as the sheet that brings it in, to be translated or changed. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const rubric = rubricAsked(await rubricsHere(locals.tx), params.rubric, url);
  const rows = sheetOf(rubric, getLocale());
  return csvResponse(`${rubric.id}-${rubric.version}`, sheetColumns, rows);
};
