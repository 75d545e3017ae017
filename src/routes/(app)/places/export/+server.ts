import { placesCsv } from '#domains/places/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { tx, person } }) => {
  const csv = await placesCsv(tx, person!);
  return new Response(csv, {
    headers: downloadHeaders({ name: 'places.csv', mediaType: 'text/csv; charset=utf-8' })
  });
};
