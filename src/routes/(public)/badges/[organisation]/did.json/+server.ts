import { error } from '@sveltejs/kit';
import { issuerDocument, issuerOf } from '#platform/credentials/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { openAnswer } from '../../open-answer.ts';
import type { RequestHandler } from './$types';

/** The organisation's public keys, where the did:web method looks for them. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const document = await issuerDocument(
    locals.tx,
    issuerOf(params.organisation, settings().origin).did
  );
  if (!document) error(404);
  return openAnswer(JSON.stringify(document), 'application/did+json');
};
