/** What the steps of the journey share: each role's browser, and what earlier steps found. */
import { demoPassword } from '#assembly/story/cast.ts';
import { Browser } from './browser.ts';

/** A name in the story with a sign-in, as `cast.ts` calls them. */
export type RoleKey =
  | 'administrator'
  | 'coordinator'
  | 'grants'
  | 'assessor'
  | 'assessor2'
  | 'supervisor'
  | 'lead'
  | 'supporter'
  | 'clinician';

export type Walk = {
  origin: string;
  /** The browser of somebody on the staff, signed in at first use. */
  as: (role: RoleKey) => Promise<Browser>;
  /** The phone of the person seeking support. */
  phone: Browser;
  /** What a step learnt that a later one needs: addresses, a pseudonym. */
  known: Map<string, string>;
};

export type Step = { name: string; walk: (walk: Walk) => Promise<void> };

export function beginWalk(origin: string): Walk {
  const browsers = new Map<RoleKey, Browser>();
  const as = async (role: RoleKey) => {
    const open = browsers.get(role) ?? (await signIn(origin, role));
    browsers.set(role, open);
    return open;
  };
  return { origin, as, phone: new Browser(origin), known: new Map() };
}

/** What an earlier step left. */
export function known(walk: Walk, thing: string): string {
  const value = walk.known.get(thing);
  if (!value) throw new Error(`No earlier step left ${thing}.`);
  return value;
}

/** A browser in which this role is signed in. */
export async function signIn(origin: string, role: RoleKey): Promise<Browser> {
  const browser = await new Browser(origin).open('/sign-in');
  await browser.send({ email: `${role}@demo.example`, password: demoPassword }, { field: 'password' });
  if (browser.url.pathname !== '/today')
    throw new Error(`${role} did not come in; ${browser.url.pathname} is open instead.`);
  return browser;
}

/** Asks again until it is so; for what a worker does a moment later. */
export async function eventually(
  secondsMax: number,
  isSo: () => Promise<boolean>,
  complaint: string
): Promise<void> {
  const end = performance.now() + secondsMax * 1000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${complaint} within ${secondsMax} s.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
