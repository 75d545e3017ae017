import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { recoverSeeker } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { getLocale } from '#languages';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions } from './$types';

const Recovery = v.object({ pseudonym: v.string(), code: v.string() });

export const actions: Actions = {
  default: async ({ request, getClientAddress }) => {
    const { pseudonym, code } = asSent(Recovery, await request.formData());
    const recovered = await recoverSeeker({ pseudonym, code, language: getLocale() }, getClientAddress());
    if (recovered === 'too-many') return fail(429, { pseudonym, refusal: m.sign_in_too_many() });
    if (recovered === 'wrong') return fail(401, { pseudonym, refusal: m.recover_wrong() });
    return { pseudonym, secrets: recovered };
  }
};
