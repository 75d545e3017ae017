import { expect, test } from 'vitest';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { cast } from '#assembly/story/cast.ts';

const { open, as } = inBrowser();

test.each(cast.map(({ key }) => key))('%s signs in and out again', async (key) => {
  const page = await as(key);
  expect(await page.locator('h1').count()).toBe(1);
  await page.context().close();
});

test('somebody with a wrong password is told so, and what they typed stays', async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto('/sign-in');
  await page.locator('input[name=email]').fill('coordinator@demo.example');
  await page.locator('input[name=password]').fill('not the garden path');
  await page.locator('input[name=password]').press('Enter');
  await page.waitForLoadState();
  expect(await page.locator('[role=alert]:not([hidden])').textContent()).toContain('do not belong together');
  expect(await page.locator('input[name=email]').inputValue()).toBe('coordinator@demo.example');
});

test.each(['light', 'dark', 'contrast'])('the front page has no barriers in the %s theme', async (theme) => {
  for (const language of ['en', 'ar']) {
    const page = await open({ theme, language });
    await page.goto('/');
    expect(await barriersOn(page)).toEqual([]);
    await page.context().close();
  }
});
