/** The way of somebody who seeks support, from the first page to their own. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { m } from '#messages';
import { button, fillIn, link, press, read } from './walk.ts';

type Locale = 'en' | 'ar';
type Wants = 'choose' | 'coordinator';
export type Words = { pseudonym: string; passphrase: string };

/** Everywhere on the way, whom to call is on the page and nothing has to be scrolled sideways for. */
export async function isSafeHere(page: Page): Promise<void> {
  expect(
    await page.locator('footer a[href^="tel:"]').count(),
    `crisis contacts on ${page.url()}`
  ).toBeGreaterThan(0);
  expect(await page.locator('[data-quick-exit]').isVisible()).toBe(true);
}

/** From the first page to the last, in the visitor's language. */
export async function askForSupport(page: Page, wants: Wants, locale: Locale = 'en'): Promise<Words> {
  const say = { locale };
  await page.goto('/');
  await isSafeHere(page);
  await press(link(page, m.ui_front_get_support({}, say)));
  expect(await read(page)).toContain(m.support_limits_safety({}, say));
  await isSafeHere(page);
  await press(button(page, m.support_understood({}, say)));
  await isSafeHere(page);
  await fillIn(page, { languages: ['sw'], minor: 'no', wants });
  await press(button(page, m.support_go_on({}, say)));
  await isSafeHere(page);
  await press(link(page, m.support_skip({}, say)));
  await isSafeHere(page);
  await press(button(page, m.support_ask({}, say)));
  await isSafeHere(page);
  const [pseudonym, passphrase] = await page.locator('main dd').allInnerTexts();
  return { pseudonym: pseudonym!.trim(), passphrase: passphrase!.trim() };
}
