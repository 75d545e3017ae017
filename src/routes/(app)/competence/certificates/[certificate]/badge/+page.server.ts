import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale, locales } from '#languages';
import { m } from '#messages';
import { badgeRefusals, certificateRoles, identityKinds } from '#domains/competence/index.ts';
import {
  badgesOf,
  certificatesVisibleTo,
  issueBadge,
  revokeBadge
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const certificate = await ofWhich(locals, params.certificate);
  const { timeZone } = locals.person!.organisation;
  const badges = await badgesOf(locals.tx, certificate.id).execute();
  return {
    certificate,
    organisation: locals.person!.organisation,
    language: getLocale(),
    languages: locales.map((code) => ({ code, name: languageNames.of(code) })),
    badges: badges.map(({ id, language, identity, issued_at, revoked_at, revocation_reason }) => ({
      id,
      language: languageNames.of(language),
      identity: identityKinds.find((kind) => kind === identity)!,
      madeOn: dayIn(timeZone, issued_at),
      revokedOn: revoked_at && dayIn(timeZone, revoked_at),
      revocationReason: revocation_reason
    })),
    mayMake: mayMake(locals, certificate.holder),
    mayRevoke: mayRevoke(locals, certificate.holder)
  };
};

type Choice = v.InferOutput<typeof Choice>;
const Choice = v.object({
  language: v.picklist(locales),
  identity: v.picklist(identityKinds),
  did: v.optional(v.pipe(v.string(), v.trim()), '')
});

const Revocation = v.object({
  badge: v.pipe(v.string(), v.uuid()),
  reason: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(2000))
});

export const actions: Actions = {
  make: async ({ locals, params, request, cookies }) => {
    const person = locals.person!;
    const { id, holder } = await ofWhich(locals, params.certificate);
    if (!mayMake(locals, holder)) error(403);
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const form = v.safeParse(Choice, values);
    if (!form.success) return fail(400, { values, refusal: badgeRefusals['bad-did']() });
    const made = await issueBadge(
      locals.tx,
      { certificate: id, language: form.output.language, identity: identityIn(form.output) },
      { person: person.id, organisation: person.organisation }
    );
    if ('refusal' in made) return fail(409, { values, refusal: badgeRefusals[made.refusal]() });
    say(cookies, m.competence_badge_made());
    redirect(303, `/competence/certificates/${id}/badge`);
  },
  revoke: async ({ locals, params, request, cookies }) => {
    const { id, holder } = await ofWhich(locals, params.certificate);
    if (!mayRevoke(locals, holder)) error(403);
    const form = v.safeParse(Revocation, Object.fromEntries(await request.formData()));
    if (!form.success)
      return fail(400, { values: {} as Record<string, string>, error: m.competence_reason_missing() });
    if (!(await revokeBadge(locals.tx, form.output, locals.person!.id))) error(404);
    say(cookies, m.competence_badge_revoked());
    redirect(303, `/competence/certificates/${id}/badge`);
  }
};

// Each language is called by its own name, so that whoever seeks it finds it.
const languageNames = {
  of: (code: string) => new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
};

function identityIn({ identity, did }: Choice) {
  return identity === 'did' ? ({ kind: identity, did } as const) : ({ kind: identity } as const);
}

function mayMake({ person }: App.Locals, holder: string): boolean {
  return person!.id === holder || can(person, 'certificates.issue');
}

function mayRevoke({ person }: App.Locals, holder: string): boolean {
  return person!.id === holder || can(person, 'certificates.lift');
}

/** The certificate, when the reader may see it and it is one of our own: nobody else's gets our signature. */
async function ofWhich({ tx, person }: App.Locals, id: string) {
  const found = await certificatesVisibleTo(tx, person!).where('certificates.id', '=', id).executeTakeFirst();
  if (!found || found.issued_elsewhere_by !== null) error(404);
  return {
    id: found.id,
    holder: found.person_id,
    holderName: found.holder_name,
    role: certificateRoles.find((role) => role === found.role)!
  };
}
