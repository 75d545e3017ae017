import { error, redirect } from '@sveltejs/kit';
import { membershipsOf } from '#platform/access/index.server.ts';
import type { RequestHandler } from './$types';

/** Chooses which of their organisations the person acts in from here on. */
export const POST: RequestHandler = async ({ locals, request, cookies, url }) => {
  const chosen = String((await request.formData()).get('organisation'));
  const memberships = await membershipsOf(locals.tx, locals.person!.id);
  if (!memberships.some(({ organisation }) => organisation.id === chosen)) error(404);
  cookies.set('trellis_organisation', chosen, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: 365 * 24 * 60 * 60
  });
  redirect(303, '/today');
};
