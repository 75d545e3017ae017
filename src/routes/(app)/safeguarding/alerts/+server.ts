import { alertLineFor } from '#domains/safeguarding/index.server.ts';
import type { RequestHandler } from './$types';

/** What page.js asks for again and again: one line while somebody is called, else nothing. */
export const GET: RequestHandler = async ({ locals: { tx, person } }) => {
  const line = await alertLineFor(tx, person!);
  return line ? new Response(line, { headers: { 'content-type': 'text/plain; charset=utf-8' } }) : new Response(null, { status: 204 });
};
