/**
 * What a visitor has said so far while asking for support. It travels in one encrypted, short-lived cookie: until the last
 * step nothing about them is written anywhere.
 */
import { error, redirect, type Cookies } from '@sveltejs/kit';
import { crisisContactsFor, somebodyThere } from '#domains/safeguarding/index.server.ts';
import type { Wishes } from '#domains/support/index.ts';
import type { Answers } from '#domains/measures/index.ts';
import { m } from '#messages';
import type { Organisation } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { openOurOwn, sealForOurselves } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';

export type Asking = {
  seeker: string;
  request: string;
  response: string;
  limitsAcceptedAt: string;
  wishes?: Wishes;
  answers?: Answers | null;
};

const cookie = 'trellis_asking';
// A phone may be shared: half an hour is enough to finish, and short enough to be forgotten.
const secondsMax = 30 * 60;

export function beginAsking(cookies: Cookies, slug: string): void {
  keepAsking(cookies, slug, {
    seeker: newId(),
    request: newId(),
    response: newId(),
    limitsAcceptedAt: now().toISOString()
  });
}

export function keepAsking(cookies: Cookies, slug: string, asking: Asking): void {
  const text = JSON.stringify({ asking, until: now().getTime() + secondsMax * 1000 });
  cookies.set(cookie, sealForOurselves(text, cookie), {
    path: `/o/${slug}/get-support`,
    httpOnly: true,
    sameSite: 'strict',
    maxAge: secondsMax
  });
}

export function forgetAsking(cookies: Cookies, slug: string): void {
  cookies.delete(cookie, { path: `/o/${slug}/get-support` });
}

/** What was said so far; back to the first step when that is too long ago. */
export function askingSoFar(cookies: Cookies, slug: string): Asking {
  const text = openOurOwn(cookies.get(cookie) ?? '', cookie);
  const kept = text ? (JSON.parse(text) as { asking: Asking; until: number }) : null;
  if (kept && kept.until > now().getTime()) return kept.asking;
  say(cookies, m.support_start_again());
  redirect(303, `/o/${slug}/get-support`);
}

export async function organisationNamed(tx: Tx, slug: string): Promise<Organisation> {
  const found = await tx
    .selectFrom('organisations')
    .select(['id', 'slug', 'name', 'time_zone as timeZone', 'currency'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  return found ?? error(404, 'not-found');
}

/** Whom to call when it cannot wait, and whether somebody is there. */
export async function whoIsThere(tx: Tx, organisation: Organisation) {
  return {
    crisisContacts: await crisisContactsFor(tx, organisation),
    somebodyThere: await somebodyThere(tx, organisation.timeZone)
  };
}
