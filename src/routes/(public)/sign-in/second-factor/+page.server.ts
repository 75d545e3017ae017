import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { giveSecondFactor, type SecondFactorOutcome } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { pathWithin } from '../../../path-within.ts';
import { visitOf } from '../../../visit.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions } from './$types';

const Code = v.object({ code: v.string(), recovery: v.optional(v.literal('yes')) });

const refusals = {
  wrong: m.second_factor_wrong,
  'too-many': m.sign_in_too_many,
  'start-again': m.second_factor_start_again
} satisfies Record<Exclude<SecondFactorOutcome, 'signed-in'>, () => string>;

export const actions: Actions = {
  default: async (event) => {
    const { code, recovery } = asSent(Code, await event.request.formData());
    const shared = event.url.searchParams.get('shared') === 'yes';
    const outcome = await giveSecondFactor({ code, recovery: recovery === 'yes', shared }, visitOf(event));
    if (outcome !== 'signed-in')
      return fail(outcome === 'too-many' ? 429 : 401, { refusal: refusals[outcome]() });
    redirect(303, pathWithin(event.url.searchParams.get('to')));
  }
};
