import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { m } from '#messages';
import { barriersOn, inBrowser, type Visit } from '#platform/testing/browser.ts';
import { askForSupport, isSafeHere, type Words } from './seeker.ts';
import { button, fillIn, link, onAPhone, press, read, withoutScript } from './walk.ts';

const { open, as } = inBrowser();
const phone = { ...onAPhone, ...withoutScript };

async function comeBack(words: Words, visit: Visit = phone): Promise<Page> {
  const page = await open(visit);
  await page.goto('/');
  await press(page.locator('main a[href="/come-back"]'));
  await fillIn(page, words);
  await press(page.locator('main form button').first());
  return page;
}

test('somebody on a borrowed phone is told the limits in one tap, asks without a name, and comes back with their words', async () => {
  const page = await open(phone);
  const words = await askForSupport(page, 'coordinator');
  expect(words.passphrase.split(/[ -]/).length).toBeGreaterThanOrEqual(4);
  await press(link(page, m.support_done_on()));
  expect(await read(page)).toContain(m.support_my_waiting());

  const later = await comeBack(words);
  expect(await read(later)).toContain(m.support_my_hello({ pseudonym: words.pseudonym }));
  await isSafeHere(later);
});

test('somebody who answers that they think of dying is shown whom to call at once', async () => {
  const page = await open(phone);
  await page.goto('/o/green-valley/get-support');
  await press(button(page, m.support_understood()));
  await fillIn(page, { languages: ['sw'], minor: 'no' });
  await press(button(page, m.support_go_on()));
  for (let item = 1; item <= 9; item++)
    await page
      .locator('main fieldset')
      .nth(item - 1)
      .locator('input')
      .nth(item === 9 ? 2 : 0)
      .check();
  await press(button(page, m.support_go_on()));
  expect(await page.locator('main a[href^="tel:"]').first().isVisible()).toBe(true);
  expect(await read(page)).toContain(m.support_flagged());
});

test('somebody sees who may take them on, chooses one, and is with them', async () => {
  const page = await open(phone);
  await askForSupport(page, 'choose');
  await press(link(page, m.support_done_on()));
  await press(link(page, m.support_my_choose()));
  const name = await page.locator('main h2').first().innerText();
  await press(button(page, m.support_choose_this({ name })));
  expect(await read(page)).toContain(m.support_my_with({ name }));
});

test('somebody leaves it to the coordinator, who sees in order who may, why, and for everybody else why not', async () => {
  const { pseudonym } = await askForSupport(await open(phone), 'coordinator');
  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/support/requests');
  await press(link(coordinator, pseudonym));
  const candidates = coordinator.locator('main ol > li');
  for (const candidate of await candidates.all())
    expect(await candidate.locator('li').count(), 'each with a reason').toBeGreaterThan(0);
  const others = coordinator.locator('main dt');
  expect(await others.count()).toBeGreaterThan(0);
  expect(await coordinator.locator('main dd').count(), 'each with why not').toBeGreaterThanOrEqual(
    await others.count()
  );
  await press(candidates.first().getByRole('button'));
  await coordinator.goto('/support/requests');
  expect(await coordinator.locator('body').innerText()).not.toContain(pseudonym);
});

test('somebody asks for support, chooses and comes back in Arabic, from right to left', async () => {
  const arabic = { ...phone, language: 'ar' };
  const page = await open(arabic);
  const words = await askForSupport(page, 'choose', 'ar');
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  await press(link(page, m.support_done_on({}, { locale: 'ar' })));
  await press(link(page, m.support_my_choose({}, { locale: 'ar' })));
  const name = await page.locator('main h2').first().innerText();
  await press(button(page, m.support_choose_this({ name }, { locale: 'ar' })));
  expect(await read(page)).toContain(m.support_my_with({ name }, { locale: 'ar' }));
  const later = await comeBack(words, arabic);
  expect(await read(later)).toContain(m.support_my_with({ name }, { locale: 'ar' }));
});

test('somebody who cannot use a pointer asks for support with the keyboard alone', async () => {
  const page = await open(onAPhone);
  await page.goto('/');
  await reach(page, 'main a[href$="/get-support"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/get-support');
  await reach(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/wishes');
  expect(await barriersOn(page)).toEqual([]);
  await reach(page, 'input[name=languages][value=sw]');
  await page.keyboard.press('Space');
  await reach(page, 'input[name=minor]');
  await page.keyboard.press('ArrowDown');
  await reach(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/answers');
  await reach(page, 'main a[href$="/name"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/name');
  expect(await barriersOn(page)).toEqual([]);
  await reach(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.locator('main dd').first().waitFor();
  expect(await barriersOn(page)).toEqual([]);
});

/** Tabs until that is in focus, and sees that the focus shows. */
async function reach(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < 120; tabs++) {
    await page.keyboard.press('Tab');
    if (await page.locator(`${selector}:focus`).count()) return;
  }
  throw new Error(`The keyboard does not reach ${selector} on ${page.url()}.`);
}
