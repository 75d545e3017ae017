import { redirect } from '@sveltejs/kit';
import { signOut } from '#platform/identity/index.server.ts';

export const load = () => redirect(303, '/today');

export const actions = {
  default: async ({ request }) => {
    await signOut(request.headers);
    redirect(303, '/');
  }
};
