/** How soon a slow phone shows the main part of a page: Largest Contentful Paint, on a cold first visit. */
import { existsSync } from 'node:fs';

// Lighthouse's slow phone: 150 ms away, 1.6 Mbit/s down, 750 kbit/s up, a processor four times slower than this one.
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8
};
const slowdown = 4;
const viewport = { width: 360, height: 740 };
const browsers = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Seconds for each address, in their order; null where there is no browser to ask. */
export async function largestPaints(
  pages: { address: string; cookie: string }[]
): Promise<(number | null)[] | null> {
  const executablePath = browsers.find((file) => existsSync(file));
  if (!executablePath) return null;
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const paints: (number | null)[] = [];
    for (const { address, cookie } of pages) {
      const context = await browser.newContext({ viewport, isMobile: true, deviceScaleFactor: 2 });
      await context.addCookies(cookiesIn(cookie, address));
      const page = await context.newPage();
      const device = await context.newCDPSession(page);
      await device.send('Network.emulateNetworkConditions', network);
      await device.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      await page.goto(address, { waitUntil: 'load' });
      paints.push(await page.evaluate(latestPaint));
      await context.close();
    }
    return paints;
  } finally {
    await browser.close();
  }
}

// Runs in the page.
function latestPaint(): Promise<number | null> {
  return new Promise((resolve) => {
    let latest: number | null = null;
    new PerformanceObserver((list) => {
      latest = list.getEntries().at(-1)!.startTime / 1000;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => resolve(latest), 500);
  });
}

function cookiesIn(header: string, url: string) {
  return header
    .split('; ')
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
    });
}
