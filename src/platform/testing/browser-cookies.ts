/** Sign-in without a browser: somebody's cookies, and where they come from. */
import { afterAll, beforeAll } from 'vitest';
import { closeIdentity, openIdentity, type Visit } from '#platform/identity/index.server.ts';
import type { TestDatabase } from './index.server.ts';

/** One browser: what sign-in sets, the next request sends. */
export type Browser = {
  /** Does something in this browser, as a request of its own. */
  visit: <T>(work: (visit: Visit) => Promise<T>) => Promise<T>;
  cookies: Map<string, string>;
};

/** Opens sign-in on the test's database. Returns a maker of browsers; each may say which address it comes from. */
export function onIdentity(test: TestDatabase): (address?: string) => Browser {
  let current = new Map<string, string>();
  const set = (name: string, value: string, { maxAge }: { maxAge?: number }) =>
    void (maxAge === 0 ? current.delete(name) : current.set(name, value));
  beforeAll(() => void openIdentity(test.addresses, (() => ({ cookies: { set } })) as never));
  afterAll(closeIdentity);
  return (address = '192.0.2.1') => {
    const cookies = new Map<string, string>();
    return {
      cookies,
      visit: (work) => {
        current = cookies;
        const cookie = [...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
        return work({
          headers: new Headers({ cookie, 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Firefox/140.0' }),
          address
        });
      }
    };
  };
}
