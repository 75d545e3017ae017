import { error } from '@sveltejs/kit';
import { bundleOf } from '#domains/training/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import type { RequestHandler } from './$types';

/** A package's parts in one piece, for the device of somebody who takes the course. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const bundle = await bundleOf(locals.tx, params);
  if (!bundle) error(404);
  const headers = downloadHeaders({ name: 'lesson.bin', mediaType: 'application/octet-stream' });
  return new Response(bundle, { headers });
};
