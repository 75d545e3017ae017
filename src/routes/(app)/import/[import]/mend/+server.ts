import { error } from '@sveltejs/kit';
import { downloadHeaders } from '#platform/files/index.server.ts';
import { importsVisibleTo, markedFile } from '#platform/imports/index.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals: { tx, person } }) => {
  const found = await importsVisibleTo(tx, person!)
    .where('imports.id', '=', params.import)
    .executeTakeFirst();
  const csv = found && (await markedFile(tx, found.id, person!));
  if (!csv) error(404);
  return new Response(csv, {
    headers: downloadHeaders({
      name: `${found.file_name}-to-mend.csv`,
      mediaType: 'text/csv; charset=utf-8'
    })
  });
};
