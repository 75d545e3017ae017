import { error } from '@sveltejs/kit';
import { badgeFormats } from '#domains/competence/index.ts';
import { badgeFile } from '#domains/competence/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import type { RequestHandler } from './$types';

/** A badge to keep: for a wallet, or as a picture. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const format = badgeFormats.find((known) => known === params.format);
  const file = format && (await badgeFile(locals.tx, params.badge, format));
  if (!file) error(404);
  return new Response(new Uint8Array(file.bytes), {
    headers: downloadHeaders({ name: `badge.${format}`, mediaType: file.mediaType })
  });
};
