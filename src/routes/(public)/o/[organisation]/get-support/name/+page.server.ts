import { fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { score } from '#domains/measures/index.ts';
import { askForSupport } from '#domains/support/index.server.ts';
import { m } from '#messages';
import {
  createSeekerSignIn,
  freePseudonym,
  isPseudonymTaken,
  newPassphrase,
  newRecoveryCode,
  signInWithPassphrase,
  type SeekerSecrets
} from '#platform/identity/index.server.ts';
import { attempt, type Limit } from '#platform/limits/index.server.ts';
import { refusalOfPseudonym, type PseudonymRefusal } from '#platform/identity/pseudonym.ts';
import { askingSoFar, forgetAsking, organisationNamed, whoIsThere, type Asking } from '../asking.server.ts';
import type { Actions, PageServerLoad } from './$types';

// A camp or a clinic may share one address, so there is room for a queue of people; a machine that joins is soon stopped.
const joiningFromAddress: Limit = { name: 'join-address', max: 40, windowMinutes: 60 };

const pseudonymRefusals = {
  'too-short': m.support_name_too_short,
  'too-long': m.support_name_too_long,
  'looks-like-contact': m.support_name_contact
} satisfies Record<PseudonymRefusal, () => string>;

export const load: PageServerLoad = async ({ cookies, locals, params, request }) => {
  const there = await whoIsThere(locals.tx, await organisationNamed(locals.tx, params.organisation));
  // After the last step the cookie is gone; the page then only shows what the action gave.
  if (request.method === 'POST') return { ...there, flagged: false, suggestion: '' };
  const asking = askingSoFar(cookies, params.organisation);
  if (!asking.wishes) redirect(303, `/o/${params.organisation}/get-support/wishes`);
  return { ...there, flagged: isFlagged(asking), suggestion: await freePseudonym(getLocale()) };
};

export const actions: Actions = {
  default: async ({ request, cookies, params, locals, getClientAddress }) => {
    const asking = askingSoFar(cookies, params.organisation);
    if (!asking.wishes) redirect(303, `/o/${params.organisation}/get-support/wishes`);
    const pseudonym = String((await request.formData()).get('pseudonym') ?? '').trim();
    const refusal = refusalOfPseudonym(pseudonym);
    if (refusal) return fail(400, { pseudonym, error: pseudonymRefusals[refusal]() });
    if (await isPseudonymTaken(pseudonym, asking.seeker))
      return fail(409, { pseudonym, error: m.support_name_taken() });

    const counted = await attempt(joiningFromAddress, getClientAddress());
    if (!counted) return fail(429, { pseudonym, refusal: m.support_too_many_from_here() });

    const language = getLocale();
    const organisation = await organisationNamed(locals.tx, params.organisation);
    const seeker = await askForSupport(
      locals.tx,
      {
        ...asking,
        pseudonym,
        language,
        limitsAcceptedAt: new Date(asking.limitsAcceptedAt),
        wishes: asking.wishes,
        answers: asking.answers ?? null
      },
      organisation
    );
    if ('refusal' in seeker) redirect(303, `/o/${params.organisation}/get-support/answers`);
    const secrets = await secretsFor({ id: seeker.id, pseudonym, language });
    await signInWithPassphrase(
      { pseudonym, passphrase: secrets.passphrase, shared: true },
      { headers: request.headers, address: getClientAddress() }
    );
    forgetAsking(cookies, params.organisation);
    return { done: { pseudonym, ...secrets }, flagged: isFlagged(asking) };
  }
};

// A form sent again after a lost answer: what it made was never seen, so it is made anew.
async function secretsFor(seeker: {
  id: string;
  pseudonym: string;
  language: string;
}): Promise<SeekerSecrets> {
  const made = await createSeekerSignIn(seeker);
  if (made !== 'already-joined') return made;
  return {
    passphrase: await newPassphrase(seeker.id, seeker.language),
    recoveryCode: await newRecoveryCode(seeker.id)
  };
}

function isFlagged({ answers }: Asking): boolean {
  const scored = answers && score('phq-9', answers);
  return Boolean(scored && 'flags' in scored && scored.flags.includes('item-9'));
}
