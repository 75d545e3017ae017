import { error } from '@sveltejs/kit';
import { openMedia } from '#domains/training/index.server.ts';
import { downloadHeaders, sendFile } from '#platform/files/index.server.ts';
import type { RequestHandler } from './$types';

// The one place where files that people put in are shown and not only saved. Each of these types was found in the content
// itself when the file was stored, not taken from its name; none of them is a program in any browser; and nosniff keeps a
// browser from thinking otherwise. Whatever is not on the list leaves as a download.
const shownInline = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'audio/mpeg',
  'audio/ogg',
  'audio/x-m4a',
  'audio/mp4',
  'audio/wav',
  'text/vtt'
];

/** A picture, recording or captions, for those who take the course or write it. */
export const GET: RequestHandler = async ({ params, request, locals }) => {
  const file = await openMedia(locals.tx, params);
  if (!file) error(404);
  const headers = downloadHeaders(file);
  if (shownInline.includes(file.mediaType)) headers['content-disposition'] = 'inline';
  return sendFile(file, request, headers);
};
