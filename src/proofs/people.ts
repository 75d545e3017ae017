/** Everybody who can ask the demonstration for a page, with plain HTTP and the cookies that sign-in gave them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { cast, demoPassword } from '#assembly/story/cast.ts';

export type Somebody = {
  key: string;
  /** The cookie header; empty for a visitor. */
  cookie: string;
  get: (where: string, headers?: Record<string, string>) => Promise<Response>;
  post: (
    where: string,
    fields: Record<string, string>,
    headers?: Record<string, string>
  ) => Promise<Response>;
};

const staffKeys = cast.map(({ key }) => key);

export function visitor(): Somebody {
  return bearing('visitor', '');
}

export async function staff(key: string): Promise<Somebody> {
  const { email } = cast.find((actor) => actor.key === key)!;
  const answer = await visitor().post('/sign-in', { email, password: demoPassword });
  return bearing(key, cookiesOf(answer));
}

/** The seeker whose words the demonstration keeps beside its data. */
export async function seeker(): Promise<Somebody> {
  const { pseudonym, passphrase } = JSON.parse(
    readFileSync(path.join(inject('data'), 'demo-seeker.json'), 'utf8')
  );
  const answer = await visitor().post('/come-back', { pseudonym, passphrase });
  return bearing('seeker', cookiesOf(answer));
}

/** A visitor, each of the cast, and a seeker. */
export async function everybody(): Promise<Somebody[]> {
  const signedIn = [];
  for (const key of staffKeys) signedIn.push(await staff(key));
  return [visitor(), ...signedIn, await seeker()];
}

function bearing(key: string, cookie: string): Somebody {
  const origin = inject('origin');
  const common = { cookie: ['trellis_language=en', cookie].filter(Boolean).join('; '), accept: 'text/html' };
  return {
    key,
    cookie,
    get: (where, headers) =>
      fetch(origin + where, { redirect: 'manual', headers: { ...common, ...headers } }),
    post: (where, fields, headers) =>
      fetch(origin + where, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(fields),
        headers: { ...common, origin, ...headers }
      })
  };
}

function cookiesOf(answer: Response): string {
  const given = answer.headers.getSetCookie().map((line) => line.split(';')[0]!);
  if (!given.some((cookie) => cookie.includes('session')))
    throw new Error(`Sign-in gave no session: ${answer.status}.`);
  return given.join('; ');
}
