import { randomInt } from 'node:crypto';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { joinAsSeeker } from '#domains/people/index.server.ts';
import { addressesOf, openPool, speakAs, type Database } from '#platform/database/index.server.ts';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import { closeIdentity, createSeekerSignIn, openIdentity } from '#platform/identity/index.server.ts';
import { newId } from '#platform/ids.ts';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';

const { open, as } = inBrowser();
let database: Database;

beforeAll(() => {
  const addresses = addressesOf(
    runningEmbedded(inject('data'))!,
    path.join(inject('data'), 'secrets', 'master-key')
  );
  database = openPool(addresses);
  openIdentity(addresses);
});
afterAll(async () => {
  await closeIdentity();
  await database.destroy();
});

async function newcomer() {
  const id = newId();
  const pseudonym = `Calm Heron ${randomInt(100_000)}`;
  await speakAs(database, { visitor: true }, async (tx) => {
    const { id: organisation } = await tx
      .selectFrom('organisations')
      .select('id')
      .where('slug', '=', 'green-valley')
      .executeTakeFirstOrThrow();
    await tx
      .selectNoFrom((eb) => eb.fn('begin_as_visitor', [eb.val(organisation), eb.val(null)]).as('spoken'))
      .execute();
    await joinAsSeeker(tx, {
      id,
      organisation,
      pseudonym,
      language: 'en',
      languages: ['en'],
      ageBand: '18-or-over'
    });
  });
  const made = await createSeekerSignIn({ id, pseudonym, language: 'en' });
  if (made === 'already-joined') throw new Error(made);
  return { id, pseudonym, ...made };
}

async function comeBack({ pseudonym, passphrase }: { pseudonym: string; passphrase: string }): Promise<Page> {
  const page = await open({ javaScriptEnabled: false });
  await page.goto('/come-back?to=/my/account');
  await page.locator('input[name=pseudonym]').fill(pseudonym);
  await page.locator('input[name=passphrase]').fill(passphrase.replaceAll('-', ' ').toUpperCase());
  await page.locator('main form button').first().click();
  await page.waitForLoadState();
  return page;
}

const press = (page: Page, action: string) =>
  page.locator(`[action="?/${action}"] button, button[formaction="?/${action}"]`).first().click();

test('two people together open a sealed contact, one alone does not, and the seeker sees it', async () => {
  const heron = await newcomer();
  const page = await comeBack(heron);
  await page.locator('textarea[name=contact]').fill('my sister, 0700 111 222');
  await press(page, 'sealContact');
  await page.waitForLoadState();
  expect(await page.content()).not.toContain('0700 111 222');

  const lead = await as('lead', { javaScriptEnabled: false });
  await lead.goto(`/people/${heron.id}`);
  await lead.locator('textarea[name=reason]').fill('Said goodbye and stopped answering.');
  await press(lead, 'askForContact');
  await lead.waitForURL('**/people/contacts');
  expect(
    await lead.locator('[action="?/agree"], [action="?/read"]').count(),
    'alone there is nothing to press'
  ).toBe(0);

  const second = await as('supervisor', { javaScriptEnabled: false });
  await second.goto('/people/contacts');
  await press(second, 'agree');
  await second.waitForLoadState();

  await lead.goto('/people/contacts');
  await press(lead, 'read');
  await lead.getByText('my sister, 0700 111 222').waitFor();

  await page.goto('/my/account/looked');
  const looks = await page.locator('main').textContent();
  expect(looks).toContain('Your sealed contact: read');
  expect(looks).toContain('Said goodbye and stopped answering.');
});

test('a seeker gets new words and a new code, and the old ones stop working', async () => {
  const heron = await newcomer();
  const page = await comeBack(heron);
  await press(page, 'newWords');
  const words = (await page.locator('dd').first().textContent())!.trim();
  expect(words.split(' ')).toHaveLength(5);
  expect(new URL((await comeBack(heron)).url()).pathname).toBe('/come-back');
  expect(new URL((await comeBack({ ...heron, passphrase: words })).url()).pathname).toBe('/my/account');

  const lost = await open({ javaScriptEnabled: false });
  await lost.goto('/come-back/recover');
  await lost.locator('input[name=pseudonym]').fill(heron.pseudonym);
  await lost.locator('input[name=code]').fill(heron.recoveryCode.toUpperCase());
  await lost.locator('main form button').first().click();
  const fresh = (await lost.locator('dd').nth(1).textContent())!.trim();
  expect(new URL((await comeBack({ ...heron, passphrase: fresh })).url()).pathname).toBe('/my/account');
});

test('a seeker takes a copy of everything, erases it, and cannot be found again', async () => {
  const heron = await newcomer();
  const page = await comeBack(heron);
  const copy = await page.request.get('/my/account/copy');
  expect(await copy.json()).toMatchObject({ people: { self: { name: heron.pseudonym } } });
  await page.goto('/my/account/erase');
  await page.locator('input[name=sure]').check();
  await page.locator('main form button').first().click();
  await page.getByText('Everything about you is erased').waitFor();
  expect(new URL((await comeBack(heron)).url()).pathname).toBe('/come-back');
  const coordinator = await as('coordinator', { javaScriptEnabled: false });
  expect((await coordinator.goto(`/people/${heron.id}`))!.status()).toBe(404);
});

test('a seeker’s own pages have no barriers', async () => {
  const page = await comeBack(await newcomer());
  const scripted = await open({ storageState: await page.context().storageState() });
  const found: string[] = [];
  for (const part of ['', '/passkeys', '/sessions', '/looked', '/erase']) {
    await scripted.goto(`/my/account${part}`);
    found.push(...(await barriersOn(scripted)));
  }
  expect(found).toEqual([]);
});
