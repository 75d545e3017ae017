import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { checkBadgeFrom } from '#domains/competence/index.server.ts';
import { problems } from '#platform/credentials/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Actions } from './$types';

const Shown = v.object({ badge: v.pipe(v.file(), v.minSize(1)) });

/** A stranger shows a badge and is told whether it is valid. It is not kept. */
export const actions: Actions = {
  default: async ({ request, locals, getClientAddress }) => {
    const form = v.safeParse(Shown, Object.fromEntries(await request.formData()));
    if (!form.success) return fail(400, { refusal: m.competence_check_file_missing() });
    const file = Buffer.from(await form.output.badge.arrayBuffer());
    const verdict = await checkBadgeFrom(locals.tx, file, getClientAddress());
    if (verdict === 'too-often') return fail(429, { refusal: m.competence_check_too_often() });
    const { valid, reasons, badge, here } = verdict;
    return {
      verdict: {
        valid,
        reasons: reasons.map((reason) => ({ code: reason, words: problems[reason]() })),
        today: dayIn('UTC'),
        // What a badge says that nobody stands behind is not repeated here as if it were so.
        badge: valid && badge ? told(badge, here) : null
      }
    };
  }
};

type Checked = Exclude<Awaited<ReturnType<typeof checkBadgeFrom>>, 'too-often'>['badge'];

function told(badge: NonNullable<Checked>, here: boolean) {
  const until = badge.validUntil ?? badge.expirationDate;
  return {
    name: badge.credentialSubject.achievement.name,
    issuer: badge.issuer.name ?? badge.issuer.id,
    signedBy: badge.issuer.id,
    until: until ? dayIn('UTC', new Date(until)) : null,
    here
  };
}
