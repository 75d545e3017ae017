import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { pack } from '#platform/offline/index.server.ts';
import type { RequestHandler } from './$types';

const Ask = v.object({ have: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(100)) });

/** What a device takes along. 401 when nobody is signed in on it. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const asked = v.safeParse(Ask, await request.json().catch(() => null));
  if (!asked.success) return json({}, { status: 400 });
  if (!locals.person) return json({}, { status: 401 });
  const leaseToken = request.headers.get('x-trellis-lease');
  return json(await pack(locals.tx, { have: asked.output.have, leaseToken }, locals.person));
};
