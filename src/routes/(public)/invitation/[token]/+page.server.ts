import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { acceptInvitation, bearInvitation } from '#domains/people/index.server.ts';
import { roleNames } from '#domains/people/index.ts';
import { passwordRefusals } from '#platform/identity/index.ts';
import { personWithEmail } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { formatList } from '#platform/languages/format.ts';
import { visitOf } from '../../../visit.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const NewPassword = v.object({ password: v.string() });

export const load: PageServerLoad = async ({ locals, params }) => {
  const invitation = await bearInvitation(locals.tx, params.token);
  if (!invitation) return { invitation: null };
  const { organisation, email, roles } = invitation;
  const known = await personWithEmail(email);
  return {
    invitation: {
      organisation: organisation.name,
      email,
      roles: formatList(roles.map((role) => roleNames[role]())),
      known: known !== null && known !== invitation.id
    }
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { password } = asSent(NewPassword, await event.request.formData());
    const refusal = await acceptInvitation(event.locals.tx, event.params.token, password, visitOf(event));
    if (refusal === 'over') return fail(410, { error: m.people_accept_over() });
    if (refusal === 'wrong') return fail(401, { error: m.password_wrong() });
    if (refusal === 'too-many') return fail(429, { error: m.sign_in_too_many() });
    if (refusal === 'taken') return fail(409, { error: m.people_accept_taken() });
    if (refusal) return fail(400, { error: passwordRefusals[refusal]() });
    redirect(303, '/sign-in?done=joined');
  }
};
