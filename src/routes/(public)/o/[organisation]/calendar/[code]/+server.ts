import { createHash } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { calendarByFeed } from '#domains/training/index.server.ts';
import type { RequestHandler } from './$types';

/** Somebody's private feed: the hook has opened this visitor's transaction with the secret of the address. */
export const GET: RequestHandler = async ({ locals, request }) => {
  const file = await calendarByFeed(locals.tx);
  if (file === null) error(404);
  const etag = `"${createHash('sha256').update(file).digest('base64url')}"`;
  const headers = { etag, 'content-type': 'text/calendar; charset=utf-8' };
  const known = request.headers.get('if-none-match')?.split(/\s*,\s*/) ?? [];
  if (known.some((one) => one.replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers });
  return new Response(file, { headers });
};
