import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  invite,
  inviteAgain,
  openInvitations,
  revokeInvitation,
  rolesGivenBy
} from '#domains/people/index.server.ts';
import { invitationRefusals } from '#domains/people/index.ts';
import { roles } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { locales } from '#languages';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const Invitation = v.object({
  command: id,
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200)),
  email: v.pipe(v.string(), v.trim(), v.email(), v.maxLength(320)),
  language: v.picklist(locales),
  roles: v.array(v.picklist(roles)),
  person: v.optional(id)
});
const Earlier = v.object({ command: id, invitation: id });

export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const invitations = await openInvitations(locals.tx, person).execute();
  return {
    roles: rolesGivenBy(person),
    // Somebody already known here who is to be able to sign in.
    person: url.searchParams.get('person') ?? '',
    name: url.searchParams.get('name') ?? '',
    invitations: invitations.map(({ id, name, email, expires_at }) => ({
      id,
      name,
      email,
      until: dayIn(person.organisation.timeZone, expires_at)
    }))
  };
};

export const actions: Actions = {
  invite: async ({ locals, request, cookies }) => {
    const form = await request.formData();
    const values = {
      ...Object.fromEntries(form),
      roles: form.getAll('roles'),
      person: form.get('person') || undefined
    };
    const parsed = v.safeParse(Invitation, values);
    if (!parsed.success) return fail(400, { values, errors: v.flatten(parsed.issues).nested ?? {} });
    const { command, ...invitation } = parsed.output;
    const refusal = await invite(locals.tx, { id: command, ...invitation }, locals.person!);
    if (refusal) return fail(409, { values, refusal: invitationRefusals[refusal]() });
    say(cookies, m.people_invite_sent());
    redirect(303, '/people/invite');
  },
  again: async ({ locals, request, cookies }) => {
    const { command, invitation } = asSent(Earlier, await request.formData());
    const refusal = await inviteAgain(locals.tx, { id: command, earlier: invitation }, locals.person!);
    if (refusal) return fail(409, { refusal: invitationRefusals[refusal]() });
    say(cookies, m.people_invite_sent());
    redirect(303, '/people/invite');
  },
  revoke: async ({ locals, request, cookies }) => {
    const { invitation } = asSent(Earlier, await request.formData());
    await revokeInvitation(locals.tx, invitation, locals.person!);
    say(cookies, m.people_invite_revoked());
    redirect(303, '/people/invite');
  }
};
