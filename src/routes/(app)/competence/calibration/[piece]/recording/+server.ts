import { error } from '@sveltejs/kit';
import { openRecording } from '#domains/competence/index.server.ts';
import { downloadHeaders, sendFile } from '#platform/files/index.server.ts';
import { isId } from '#platform/ids.ts';
import type { RequestHandler } from './$types';

/** The recording, to be played in the page: its type was found in the content when it was stored, and none of them is a program. */
export const GET: RequestHandler = async ({ params, request, locals }) => {
  const file = isId(params.piece) ? await openRecording(locals.tx, params.piece) : null;
  if (!file) error(404);
  return sendFile(file, request, { ...downloadHeaders(file), 'content-disposition': 'inline' });
};
