/** A device of its own: a browser with a memory, that can be killed and opened again, on a network that can be cut. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { cast, demoPassword } from '#assembly/story/cast.ts';
import { browserSettings } from './browser.ts';

export type Device = {
  /** Signs in as somebody of the cast; gives the page it leads to. */
  signIn: (key: string, to?: string) => Promise<Page>;
  /** From now on nothing gets through, for pages and service worker alike, until `mendNetwork`. */
  cutNetwork: () => void;
  mendNetwork: () => void;
  /** Kills the browser as a battery that dies would, and opens it again. */
  killAndReopen: () => Promise<Page>;
  close: () => Promise<void>;
};

export async function openDevice(): Promise<Device> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trellis-device-'));
  const network = await cuttableNetwork();
  let context = await launch(folder, network.port);
  const kill = async () => {
    const gone = new Promise((resolve) => context.once('close', resolve));
    execFileSync('pkill', ['-9', '-f', `user-data-dir=${folder}`]);
    await gone;
  };
  return {
    cutNetwork: network.cut,
    mendNetwork: network.mend,
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
      await kill();
      context = await launch(folder, network.port);
      return context.newPage();
    },
    close: async () => {
      await context.close();
      network.server.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}

function launch(folder: string, port: number): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    ...browserSettings,
    baseURL: inject('origin'),
    locale: 'en',
    viewport: { width: 360, height: 740 },
    proxy: { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' }
  });
}

// Every request of the browser goes through here, so that a cut is a cut.
async function cuttableNetwork(): Promise<{
  server: Server;
  port: number;
  cut: () => void;
  mend: () => void;
}> {
  let whole = true;
  const server = createServer((asked, answer) => {
    if (!whole) return void asked.socket.destroy();
    const { method, headers, url } = asked;
    const onward = request(url!, { method, headers }, (got) => {
      answer.writeHead(got.statusCode!, got.rawHeaders);
      got.pipe(answer);
    });
    onward.on('error', () => asked.socket.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    server.closeAllConnections();
  };
  return { server, port: (server.address() as AddressInfo).port, cut, mend: () => void (whole = true) };
}
