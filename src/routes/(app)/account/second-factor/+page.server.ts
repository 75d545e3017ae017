import { fail, redirect } from '@sveltejs/kit';
import {
  beginSecondFactor,
  giveSecondFactor,
  hasSecondFactor,
  newRecoveryCodes,
  removeSecondFactor
} from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { visitOf } from '../../../visit.server.ts';
import type { Actions, PageServerLoad } from './$types';

const passwordRefusals = {
  wrong: m.password_wrong,
  'too-many': m.sign_in_too_many,
  'password-too-short': m.account_factor_short
};

export const load: PageServerLoad = async ({ locals }) => ({
  on: await hasSecondFactor(locals.person!.id),
  owed: locals.signedIn!.owesSecondFactor
});

export const actions: Actions = {
  begin: async (event) => {
    const begun = await beginSecondFactor(
      event.locals.signedIn!,
      await field(event.request, 'password'),
      visitOf(event)
    );
    return typeof begun === 'string'
      ? fail(401, { refusal: passwordRefusals[begun]() })
      : { enrolment: begun };
  },
  prove: async (event) => {
    const code = await field(event.request, 'code');
    const outcome = await giveSecondFactor(
      { code, recovery: false, shared: event.locals.signedIn!.shared },
      visitOf(event)
    );
    if (outcome !== 'signed-in') return fail(401, { proving: true, refusal: m.second_factor_wrong() });
    say(event.cookies, m.account_factor_on());
    redirect(303, '/account/second-factor');
  },
  newCodes: async (event) => {
    const made = await newRecoveryCodes(
      event.locals.signedIn!,
      await field(event.request, 'password'),
      visitOf(event)
    );
    return typeof made === 'string' ? fail(401, { refusal: passwordRefusals[made]() }) : { codes: made };
  },
  remove: async (event) => {
    const refusal = await removeSecondFactor(
      event.locals.signedIn!,
      await field(event.request, 'password'),
      visitOf(event)
    );
    if (refusal) return fail(401, { refusal: passwordRefusals[refusal]() });
    say(event.cookies, m.account_factor_removed());
    redirect(303, '/account/second-factor');
  }
};

async function field(request: Request, name: string): Promise<string> {
  return String((await request.formData()).get(name) ?? '');
}
