import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { invitationRefusals } from '#domains/people/index.ts';
import {
  acceptApplication,
  applicationsVisibleTo,
  declineApplication
} from '#domains/people/index.server.ts';
import { languageName } from '#domains/support/index.ts';
import { m } from '#messages';
import { dayIn } from '#platform/clock/index.ts';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const Answer = v.object({ command: id, application: id });

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const waiting = await applicationsVisibleTo(locals.tx, person).execute();
  return {
    page: `/o/${person.organisation.slug}/become-a-supporter`,
    applications: waiting.map(({ asked_at, languages, ...application }) => ({
      ...application,
      languages: languages.map((code) => languageName(code, getLocale())),
      since: dayIn(person.organisation.timeZone, asked_at)
    }))
  };
};

export const actions: Actions = {
  accept: async ({ locals, request, cookies }) => {
    const { command, application } = asSent(Answer, await request.formData());
    const refusal = await acceptApplication(
      locals.tx,
      { id: application, invitation: command },
      locals.person!
    );
    if (refusal) return fail(409, { refusal: invitationRefusals[refusal]() });
    say(cookies, m.people_applications_accepted());
    redirect(303, '/people/applications');
  },
  decline: async ({ locals, request, cookies }) => {
    const { application } = asSent(Answer, await request.formData());
    await declineApplication(locals.tx, application, locals.person!);
    say(cookies, m.people_applications_declined());
    redirect(303, '/people/applications');
  }
};
