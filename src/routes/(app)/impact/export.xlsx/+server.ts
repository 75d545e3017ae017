import { error } from '@sveltejs/kit';
import { impactWorkbook } from '#domains/impact/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import { workbookType } from '#platform/workbook/index.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals: { tx, person } }) => {
  const file = await impactWorkbook(tx, url.searchParams, person!);
  if (!file) error(404);
  return new Response(new Uint8Array(file), {
    headers: downloadHeaders({
      name: 'impact.xlsx',
      mediaType: workbookType
    })
  });
};
