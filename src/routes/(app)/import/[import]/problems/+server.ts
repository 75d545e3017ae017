import { error } from '@sveltejs/kit';
import { downloadHeaders } from '#platform/files/index.server.ts';
import { importsVisibleTo, problemsCsv, problemsOf } from '#platform/imports/index.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals: { tx, person } }) => {
  const found = await importsVisibleTo(tx, person!)
    .where('imports.id', '=', params.import)
    .executeTakeFirst();
  if (!found) error(404);
  const csv = problemsCsv(await problemsOf(tx, found.id).execute());
  return new Response(csv, {
    headers: downloadHeaders({
      name: `${found.file_name}-problems.csv`,
      mediaType: 'text/csv; charset=utf-8'
    })
  });
};
