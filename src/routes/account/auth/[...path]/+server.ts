import { error } from '@sveltejs/kit';
import { ceremonyAt, confirmedRecently, takeCeremonyStep } from '#platform/identity/index.server.ts';
import type { RequestHandler } from './$types';

// The steps of a passkey are all that is open here; who adds one proves first who they are.
const step: RequestHandler = ({ locals, params, request }) => {
  const ceremony = ceremonyAt(params.path, request.method);
  if (!ceremony) error(404);
  if (ceremony.signedIn && !(locals.signedIn && confirmedRecently(locals.signedIn))) error(403);
  return takeCeremonyStep(request, params.path, locals.signedIn);
};

export const GET = step;
export const POST = step;
