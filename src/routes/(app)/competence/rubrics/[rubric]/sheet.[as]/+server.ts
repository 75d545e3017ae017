import { getLocale } from '#languages';
import { sheetColumns, sheetOf, shownIn } from '#domains/competence/index.ts';
import { rubricsHere } from '#domains/competence/index.server.ts';
import { takeAlong } from '../../../../take-along.server.ts';
import { rubricAsked } from '../rubric-asked.server.ts';
import type { RequestHandler } from './$types';

/** The rubric as the sheet that brings it in, to be translated or changed. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const rubric = rubricAsked(await rubricsHere(locals.tx), params.rubric, url);
  return takeAlong(locals, {
    ...{ name: `${rubric.id}-${rubric.version}`, as: params.as, title: shownIn(rubric, getLocale()).title },
    columns: sheetColumns,
    rows: sheetOf(rubric, getLocale())
  });
};
