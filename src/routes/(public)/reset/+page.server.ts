import * as v from 'valibot';
import { askForReset } from '#platform/identity/index.server.ts';
import { asSent } from '../../as-sent.server.ts';
import type { Actions } from './$types';

const Asked = v.object({ email: v.pipe(v.string(), v.maxLength(320)) });

export const actions: Actions = {
  default: async ({ request, getClientAddress }) => {
    const { email } = asSent(Asked, await request.formData());
    await askForReset(email, getClientAddress());
    return { asked: true };
  }
};
