import { expect, test } from 'vitest';
import { inBrowser, pressTimes } from '#platform/testing/browser.ts';

const { open } = inBrowser();

test('somebody leaves quickly by Esc three times, and the page they land on says nothing', async () => {
  const page = await open();
  await page.goto('/');
  await pressTimes(page, 'Escape', 3);
  await page.waitForURL('**/away');
  expect(await page.textContent('body')).not.toMatch(/Trellis|Green Valley|support/i);
  expect(await page.title()).toMatch(/^\w+ \d{4}$/);
  expect(await page.textContent('main')).toContain('browser’s history');
});

test('the way out is a link too, where no script runs', async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto('/');
  await page.locator('[data-quick-exit]').click();
  await page.waitForURL('**/away');
});

test('somebody chooses their language and colours without script, and stays on their page', async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto('/sign-in');
  await page.locator('header summary').click();
  await page.locator('button[value=ar]').click();
  await page.waitForURL('**/sign-in');
  expect(await page.getAttribute('html', 'dir')).toBe('rtl');
  await page.locator('header summary').click();
  await page.locator('button[value=dark]').click();
  await page.waitForURL('**/sign-in');
  expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
});

test('the first page reaches a phone in at most 60 KB', async () => {
  const page = await open();
  const loaded: Promise<number>[] = [];
  page.on('requestfinished', (request) =>
    loaded.push(request.sizes().then((sizes) => sizes.responseBodySize))
  );
  await page.goto('/', { waitUntil: 'networkidle' });
  const bytes = (await Promise.all(loaded)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThanOrEqual(60_000);
});

test('the gallery of parts is for developers only', async () => {
  const page = await open();
  expect((await page.goto('/gallery'))?.status()).toBe(404);
});
