import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { concernRefusals, urgencies } from '#domains/safeguarding/index.ts';
import { peopleToWorryAbout, raiseConcern } from '#domains/safeguarding/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { tx, person } }) => ({
  people: await peopleToWorryAbout(tx, person!).execute(),
  about: url.searchParams.get('about')
});

const Raised = v.object({
  command: v.pipe(v.string(), v.uuid()),
  about: v.union([v.pipe(v.literal(''), v.transform(() => null)), v.pipe(v.string(), v.uuid())]),
  urgency: v.picklist(urgencies),
  said: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(10_000))
});

export const actions: Actions = {
  default: async ({ request, cookies, locals: { tx, person } }) => {
    const values = Object.fromEntries(await request.formData());
    const raised = v.safeParse(Raised, values);
    if (!raised.success) {
      const { nested = {} } = v.flatten<typeof Raised>(raised.issues);
      return fail(400, {
        values,
        errors: {
          urgency: nested.urgency && m.safeguarding_how_fast(),
          said: nested.said && concernRefusals['nothing-said']()
        }
      });
    }
    const { command: id, ...concern } = raised.output;
    const refusal = await raiseConcern(tx, { id, ...concern }, person!);
    if (refusal) return fail(409, { values, refusal: concernRefusals[refusal]() });
    say(cookies, m.safeguarding_raised_flash());
    redirect(303, `/safeguarding/concerns/${id}`);
  }
};
