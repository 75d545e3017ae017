import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { isVerified } from '#domains/safeguarding/index.ts';
import {
  addCrisisContact,
  crisisContacts,
  safeguardingPolicyOn,
  verifyCrisisContact,
  withdrawCrisisContact
} from '#domains/safeguarding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const { organisation } = person!;
  const today = dayIn(organisation.timeZone);
  const { crisisContactDays } = await safeguardingPolicyOn(tx, today);
  const contacts = await crisisContacts(tx, organisation).execute();
  return {
    days: crisisContactDays,
    contacts: contacts.map((contact) => ({
      ...contact,
      shown: isVerified(contact.verified_on, today, crisisContactDays)
    })),
    mayManage: can(person, 'rota.manage')
  };
};

const number = v.union([
  v.pipe(
    v.string(),
    v.trim(),
    v.literal(''),
    v.transform(() => null)
  ),
  v.pipe(v.string(), v.trim(), v.regex(/^[0-9+*# ()-]{2,30}$/))
]);
const line = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const Contact = v.object({
  command: v.pipe(v.string(), v.uuid()),
  name: line,
  country: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(/^[A-Z]{2}$/)),
  phone: number,
  sms: number,
  hours: line
});
const One = v.object({ id: v.pipe(v.string(), v.uuid()) });

export const actions: Actions = {
  add: async ({ request, cookies, locals: { tx, person } }) => {
    const values = Object.fromEntries(await request.formData());
    const contact = v.safeParse(Contact, values);
    if (!contact.success) {
      const { nested = {} } = v.flatten<typeof Contact>(contact.issues);
      return fail(400, {
        values,
        errors: {
          country: nested.country && m.safeguarding_contact_country_wrong(),
          phone: nested.phone && m.safeguarding_contact_number_wrong(),
          sms: nested.sms && m.safeguarding_contact_number_wrong()
        }
      });
    }
    const { command: id, ...given } = contact.output;
    if (!given.phone && !given.sms)
      return fail(400, { values, errors: { phone: m.safeguarding_contact_number_needed() } });
    await addCrisisContact(tx, { id, ...given }, person!);
    return saved(cookies);
  },
  verify: async ({ request, cookies, locals: { tx, person } }) => {
    const { id } = asSent(One, await request.formData());
    if (await verifyCrisisContact(tx, id, person!)) error(404);
    return saved(cookies);
  },
  remove: async ({ request, cookies, locals: { tx } }) => {
    await withdrawCrisisContact(tx, asSent(One, await request.formData()).id);
    return saved(cookies);
  }
};

function saved(cookies: Parameters<typeof say>[0]): never {
  say(cookies, m.safeguarding_saved());
  redirect(303, '/safeguarding/contacts');
}
