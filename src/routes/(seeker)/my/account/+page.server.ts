import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  changeOwnDetails,
  contactLeftAt,
  languageOf,
  leaveContact,
  takeContactBack
} from '#domains/people/index.server.ts';
import { refusalOfPseudonym } from '#platform/identity/index.ts';
import { changePseudonym, newPassphrase, newRecoveryCode } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { requireRecentSignIn } from '../../../recent-sign-in.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Pseudonym = v.object({ pseudonym: v.pipe(v.string(), v.trim()) });
const Contact = v.object({ contact: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500)) });

export const load: PageServerLoad = async ({ locals }) => ({
  pseudonym: locals.person!.name,
  contactLeftAt: await contactLeftAt(locals.tx, locals.person!),
  zone: locals.person!.organisation.timeZone
});

export const actions: Actions = {
  rename: async ({ locals, request, cookies }) => {
    const { pseudonym } = asSent(Pseudonym, await request.formData());
    if (refusalOfPseudonym(pseudonym))
      return fail(400, { pseudonym, renaming: m.my_account_pseudonym_refused() });
    if (await changePseudonym(locals.person!.id, pseudonym))
      return fail(409, { pseudonym, renaming: m.my_account_pseudonym_taken() });
    await changeOwnDetails(locals.tx, { name: pseudonym }, locals.person!);
    say(cookies, m.account_saved());
    redirect(303, '/my/account');
  },
  newWords: async (event) => {
    requireRecentSignIn(event);
    const { person, signedIn, tx } = event.locals;
    return {
      passphrase: await newPassphrase(person!.id, await languageOf(tx, person!.id), signedIn!.session)
    };
  },
  newCode: async (event) => {
    requireRecentSignIn(event);
    return { recoveryCode: await newRecoveryCode(event.locals.person!.id) };
  },
  sealContact: async ({ locals, request, cookies }) => {
    const form = v.safeParse(Contact, Object.fromEntries(await request.formData()));
    if (!form.success) return fail(400, { contact: true });
    await leaveContact(locals.tx, form.output.contact, locals.person!);
    say(cookies, m.my_account_contact_sealed());
    redirect(303, '/my/account');
  },
  takeContactBack: async ({ locals, cookies }) => {
    await takeContactBack(locals.tx, locals.person!);
    say(cookies, m.my_account_contact_taken_back());
    redirect(303, '/my/account');
  }
};
