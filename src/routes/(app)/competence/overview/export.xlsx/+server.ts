import { downloadHeaders } from '#platform/files/index.server.ts';
import { workbookType } from '#platform/workbook/index.server.ts';
import { overviewWorkbook } from '../export.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { tx, person } }) => {
  const file = await overviewWorkbook(tx, person!);
  return new Response(new Uint8Array(file), {
    headers: downloadHeaders({ name: 'certified.xlsx', mediaType: workbookType })
  });
};
