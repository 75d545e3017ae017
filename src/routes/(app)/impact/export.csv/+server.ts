import { error } from '@sveltejs/kit';
import { impactCsv } from '#domains/impact/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals: { tx, person } }) => {
  const file = await impactCsv(tx, url.searchParams, person!);
  if (!file) error(404);
  return new Response(file, {
    headers: downloadHeaders({ name: 'impact.csv', mediaType: 'text/csv; charset=utf-8' })
  });
};
