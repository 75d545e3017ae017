/** A device of its own: a browser with a memory, that can be killed and opened again, on a network that can be cut. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { cast, demoPassword } from '#assembly/story/cast.ts';
import { browserSettings, patienceMilliseconds } from './browser.ts';
import { network, type Network } from './network.ts';

export type Device = {
  /** Signs in as somebody of the cast; gives the page it leads to. */
  signIn: (key: string, to?: string) => Promise<Page>;
  /** From now on nothing gets through, for pages and service worker alike, until `mendNetwork`. */
  cutNetwork: () => void;
  mendNetwork: () => void;
  heard: Network['heard'];
  /** From now on the server is another version, of which the one lost address does not come through. */
  deploy: (lost?: string) => Promise<void>;
  /** Forgets what the browser keeps of its own accord, as it does when it runs short of room. */
  clearBrowserCache: (page: Page) => Promise<void>;
  /** Kills the browser as a battery that dies would, a moment after what was last typed, and opens it again. */
  killAndReopen: () => Promise<Page>;
  close: () => Promise<void>;
};

/** `roomForStrangers`: its browser gives frames of another address a memory of their own, as most people's do and some refuse. */
export async function openDevice({ roomForStrangers = false } = {}): Promise<Device> {
  const args = roomForStrangers ? ['--disable-features=TrackingProtection3pcd'] : [];
  const folder = mkdtempSync(path.join(tmpdir(), 'trellis-device-'));
  const way = await network(inject('origin'));
  let context = await launch(folder, way.port, args);
  const kill = async () => {
    const gone = new Promise((resolve) => context.once('close', resolve));
    execFileSync('pkill', ['-9', '-f', `user-data-dir=${folder}`]);
    await gone;
  };
  return {
    cutNetwork: way.cut,
    mendNetwork: way.mend,
    heard: way.heard,
    deploy: way.deploy,
    clearBrowserCache: async (page) => {
      const debug = await page.context().newCDPSession(page);
      await debug.send('Network.clearBrowserCache');
      await debug.detach();
    },
    signIn: async (key, to = '/today') => {
      const page = await context.newPage();
      await page.goto(`/sign-in?to=${to}`);
      await page.locator('input[name=email]').fill(cast.find((one) => one.key === key)!.email);
      await page.locator('input[name=password]').fill(demoPassword);
      await page.locator('input[name=password]').press('Enter');
      await page.waitForURL(`**${to}`);
      return page;
    },
    killAndReopen: async () => {
      for (const page of context.pages()) await draftsOn(page);
      await kill();
      context = await launch(folder, way.port, args);
      return context.newPage();
    },
    close: async () => {
      await context.close();
      way.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}

/**
 * What was begun in the field kit and not handed in. It asks for room to write, and so comes after whatever the page gave to be kept
 * before: what somebody typed does not race with the battery.
 */
export async function draftsOn(page: Page): Promise<unknown[]> {
  if (!page.url().startsWith(inject('origin'))) return [];
  return page.evaluate(async () => {
    const name = 'trellis-field';
    // Opened where there is none, it would be made.
    if (!(await indexedDB.databases()).some((one) => one.name === name)) return [];
    return new Promise<unknown[]>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const step = opening.result.transaction(['drafts', 'outgoing'], 'readwrite');
        const drafts = step.objectStore('drafts').getAll();
        step.onabort = () => reject(step.error);
        step.oncomplete = () => {
          opening.result.close();
          resolve(drafts.result);
        };
      };
    });
  });
}

async function launch(folder: string, port: number, args: string[]): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(folder, {
    ...browserSettings,
    args: [...browserSettings.args, ...args],
    baseURL: inject('origin'),
    locale: 'en',
    viewport: { width: 360, height: 740 },
    proxy: { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' }
  });
  context.setDefaultTimeout(patienceMilliseconds);
  return context;
}
