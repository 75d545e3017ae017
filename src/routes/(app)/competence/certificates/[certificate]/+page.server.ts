import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import {
  certificateRoles,
  suspensionRefusals,
  suspensionTitle,
  suspensionWords,
  validityOf
} from '#domains/competence/index.ts';
import {
  certificatesVisibleTo,
  liftSuspension,
  mayAppeal,
  renewalsOf,
  suspendCertificate,
  suspensionsOf
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { settings } from '#platform/settings/index.server.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = locals.person!;
  if (!isId(params.certificate)) error(404);
  const found = await certificatesVisibleTo(locals.tx, person)
    .where('certificates.id', '=', params.certificate)
    .executeTakeFirst();
  if (!found) error(404);
  const suspended = found.suspension_id !== null;
  return {
    certificate: {
      id: found.id,
      person: found.person_id,
      holder: found.holder_name,
      role: certificateRoles.find((role) => role === found.role)!,
      hours: found.training_hours === null ? null : Number(found.training_hours),
      issuer: found.issuer_name,
      issuedElsewhereBy: found.issued_elsewhere_by,
      issuedOn: found.issued_on,
      expiresOn: found.expires_on,
      validity: validityOf(
        { issuedOn: found.issued_on, expiresOn: found.expires_on, suspended },
        dayIn(person.organisation.timeZone)
      )
    },
    address: `${settings().origin}/verify/${found.code}`,
    // The cause itself stays here: what a concern made rest is told in words that name no concern.
    suspensions: (await suspensionsOf(locals.tx, found.id).execute()).map(
      ({ cause, reason, suspender_name, ...rest }) => ({
        ...rest,
        title: suspensionTitle({ cause, by: suspender_name }),
        reason: suspensionWords({ cause, reason })
      })
    ),
    ...(await renewalsOf(locals.tx, found.id)),
    maySeeAppeal: person.id === found.person_id || can(person, 'certificates.lift'),
    mayAppeal: await mayAppeal(locals.tx, found.id, person),
    zone: person.organisation.timeZone,
    maySuspend: can(person, 'certificates.suspend') && person.id !== found.person_id && !suspended,
    mayLift: can(person, 'certificates.lift') && person.id !== found.person_id && suspended
  };
};

const Reason = v.object({
  command: v.pipe(v.string(), v.uuid()),
  reason: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(2000))
});

export const actions: Actions = {
  suspend: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Reason, values);
    if (!parsed.success) return fail(400, { values, error: m.competence_reason_missing() });
    const { command, reason } = parsed.output;
    const refusal = await suspendCertificate(
      locals.tx,
      { id: command, certificate: params.certificate, reason },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: suspensionRefusals[refusal]() });
    say(cookies, m.competence_suspended());
    redirect(303, `/competence/certificates/${params.certificate}`);
  },
  lift: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Reason, values);
    if (!parsed.success) return fail(400, { values, error: m.competence_reason_missing() });
    const refusal = await liftSuspension(
      locals.tx,
      { certificate: params.certificate, reason: parsed.output.reason },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: suspensionRefusals[refusal]() });
    say(cookies, m.competence_lifted());
    redirect(303, `/competence/certificates/${params.certificate}`);
  }
};
