/** A real browser for tests, with ways to be somebody in it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { cast, demoPassword } from '#assembly/story/cast.ts';
import { lessonsOriginOf } from '#platform/settings/index.server.ts';

export type Visit = BrowserContextOptions & { language?: string; theme?: string };

/** How long a test waits for what a person would see at once: on a machine that is busy with other work, longer than Playwright does. */
export const patienceMilliseconds = 90_000;

/** Debian's Chromium, else Playwright's own; quiet, and able to run as root. */
export const browserSettings = {
  executablePath: ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file)),
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync'
  ]
};

/** Opens one browser for the file. `open` gives a page of a fresh visitor; `as` one of somebody in the cast. */
export function inBrowser() {
  let browser: Browser;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch(browserSettings);
  });
  afterAll(async () => {
    await browser?.close();
    expect(complaints, 'pages that asked a stranger for something, or whose script failed').toEqual([]);
  });

  const open = async ({ language = 'en', theme, ...options }: Visit = {}): Promise<Page> => {
    const origin = inject('origin');
    const ours = [origin, lessonsOriginOf(origin)!];
    const context = await browser.newContext({ baseURL: origin, locale: language, ...options });
    const cookies = { trellis_language: language, ...(theme && { trellis_theme: theme }) };
    await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: origin })));
    context.setDefaultTimeout(patienceMilliseconds);
    const page = await context.newPage();
    page.on('request', (request) => {
      const url = request.url();
      if (!ours.some((one) => url.startsWith(one)) && !/^(data|blob|about):/.test(url))
        complaints.push(`${page.url()} asked ${url}`);
    });
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    return page;
  };

  const as = async (key: string, visit: Visit = {}): Promise<Page> => {
    const actor = cast.find((one) => one.key === key);
    if (!actor) throw new Error(`Nobody in the cast is called ${key}.`);
    const page = await open(visit);
    await page.goto('/sign-in');
    await page.locator('input[name=email]').fill(actor.email);
    await page.locator('input[name=password]').fill(demoPassword);
    await page.locator('input[name=password]').press('Enter');
    await page.waitForURL('**/today');
    return page;
  };
  return { open, as };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong on the page, by the WCAG 2.2 AA rules, as readable lines; empty when nothing. */
export async function barriersOn(page: Page): Promise<string[]> {
  // The policy forbids page scripts from strangers; the test's own tool comes in through the debugger instead.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations']
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${location.pathname} ${id}: ${node.target.join(' ')}`)
    );
  });
}

const virtualKeys = { Tab: 9, Escape: 27 };

/** Presses a key so often, as fast as a hand: the browser keeps the order of what it is sent, so that no press waits for the one before. */
export async function pressTimes(page: Page, key: keyof typeof virtualKeys, times: number): Promise<void> {
  const debug = await page.context().newCDPSession(page);
  const pressed = { key, code: key, windowsVirtualKeyCode: virtualKeys[key] };
  const presses = Array.from({ length: times }, () =>
    (['rawKeyDown', 'keyUp'] as const).map((type) =>
      debug.send('Input.dispatchKeyEvent', { type, ...pressed })
    )
  );
  await Promise.all(presses.flat());
  await debug.detach();
}
