import { concernsCsv } from '#domains/safeguarding/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import { listQuery } from '#ui/list.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals: { tx, person } }) => {
  const { search } = listQuery(url.searchParams);
  const csv = await concernsCsv(tx, person!, { search, closed: url.searchParams.get('show') === 'closed' });
  return new Response(csv, { headers: downloadHeaders({ name: 'concerns.csv', mediaType: 'text/csv; charset=utf-8' }) });
};
