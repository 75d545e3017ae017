import pg from 'pg';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';

const { open, as } = inBrowser();

async function mailTo(address: string, kind: 'invitation' | 'reset'): Promise<string> {
  const client = new pg.Client({ connectionString: runningEmbedded(inject('data'))! });
  await client.connect();
  try {
    for (let tries = 0; tries < 120; tries++) {
      const { rows } = await client.query(
        `select body from outgoing_mails where (to_address = $1 or to_person_id = (select id from identity."user" where email = $1)) and body like $2
         order by written_at desc limit 1`,
        [address, `%/${kind}/%`]
      );
      if (rows[0]) return new RegExp(`/${kind}/\\S+`).exec(rows[0].body)![0];
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`No ${kind} mail came for ${address}.`);
  } finally {
    await client.end();
  }
}

async function invited(email: string): Promise<string> {
  const boss = await as('administrator', { javaScriptEnabled: false });
  await boss.goto('/people/invite');
  await boss.locator('input[name=name]').fill('Neema Said');
  await boss.locator('input[name=email]').fill(email);
  await boss.locator('input[name=roles][value=supporter]').check();
  await boss.locator('form[action="?/invite"] button').click();
  await boss.getByText(email).waitFor();
  await boss.context().close();
  return mailTo(email, 'invitation');
}

const typeIn = async (page: Page, fields: Record<string, string>) => {
  for (const [name, value] of Object.entries(fields)) await page.locator(`input[name=${name}]`).fill(value);
  await page.locator('main form button').first().click();
};

test('somebody invited chooses a short password, and gets no further without a second factor; nothing needs script', async () => {
  const email = `${newId()}@example.org`;
  const link = await invited(email);
  const page = await open({ javaScriptEnabled: false });
  await page.goto(link);
  await typeIn(page, { password: 'nine-lives' });
  await page.waitForURL('**/sign-in?done=joined');
  await typeIn(page, { email, password: 'nine-lives' });
  await page.waitForURL('**/account/second-factor');
  for (const elsewhere of ['/today', '/account', '/account/passkeys', '/account/sessions']) {
    await page.goto(elsewhere);
    expect(new URL(page.url()).pathname).toBe('/account/second-factor');
  }
  await page.goto('/account/password');
  await page.locator('input[name=current]').fill('nine-lives');
  await page.locator('input[name=next]').fill('a long and quiet river');
  await page.locator('main form button').first().click();
  await page.waitForLoadState();
  await page.goto('/today');
  expect(new URL(page.url()).pathname).toBe('/today');

  await page.goto(link);
  expect(await page.locator('main').textContent()).toContain('was used already');
});

test('a known and an unknown address get the same answer when they ask for a new password; the link works', async () => {
  const email = `${newId()}@example.org`;
  const link = await invited(email);
  const page = await open({ javaScriptEnabled: false });
  await page.goto(link);
  await typeIn(page, { password: 'a long and quiet river' });
  const answers = [];
  for (const address of [email, `${newId()}@example.org`]) {
    await page.goto('/reset');
    await typeIn(page, { email: address });
    answers.push(await page.locator('main').textContent());
  }
  expect(answers[0]).toBe(answers[1]);
  await page.goto(await mailTo(email, 'reset'));
  await typeIn(page, { password: 'another quiet river' });
  await page.waitForURL('**/sign-in?done=reset');
  await typeIn(page, { email, password: 'another quiet river' });
  await page.waitForURL('**/today');
});

test('a passkey is added, signs in, and is removed', async () => {
  const page = await as('trainer');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true
    }
  });
  await page.goto('/account/passkeys');
  await page.locator('input[name=passkey-name]').fill('My phone');
  await page.locator('[data-passkey-add] button').click();
  await page.getByText('My phone').waitFor();

  await page.context().clearCookies({ name: /trellis\.session/ });
  await page.goto('/sign-in?to=/account/passkeys');
  await page.locator('[data-passkey-sign-in] button').click();
  await page.waitForURL('**/account/passkeys');
  await page.locator('form[action="?/remove"] button').click();
  await page.waitForLoadState();
  expect(await page.getByText('My phone').count()).toBe(0);

  await page.context().clearCookies({ name: /trellis\.session/ });
  await page.goto('/sign-in');
  await page.locator('[data-passkey-sign-in] button').click();
  await page.getByText('That did not work').waitFor();
});

test('Better Auth’s own door answers nothing but the steps of a passkey', async () => {
  const page = await open();
  for (const path of [
    'get-session',
    'list-sessions',
    'sign-in/email',
    'ok',
    'reset-password/x',
    'passkey/list-user-passkeys'
  ])
    expect((await page.request.get(`/account/auth/${path}`)).status()).toBe(404);
  const post = (path: string) =>
    page.request.post(`/account/auth/${path}`, { data: {}, headers: { origin: inject('origin') } });
  for (const path of [
    'sign-in/email',
    'sign-up/email',
    'two-factor/disable',
    'update-user',
    'request-password-reset'
  ])
    expect((await post(path)).status()).toBe(404);
  expect((await page.request.get('/account/auth/passkey/generate-register-options')).status()).toBe(403);
});

test('a session that is ended elsewhere is gone at the next click', async () => {
  const here = await as('planner', { javaScriptEnabled: false });
  const there = await as('planner', { javaScriptEnabled: false });
  await here.goto('/account/sessions');
  await here.locator('form[action="?/endOthers"] button').click();
  await there.goto('/account');
  expect(new URL(there.url()).pathname).toBe('/sign-in');
  await here.goto('/account');
  expect(new URL(here.url()).pathname).toBe('/account');
});

test('the account and people pages have no barriers', async () => {
  const found: string[] = [];
  for (const language of ['en', 'ar']) {
    const page = await as('coordinator', { language });
    for (const path of [
      '/account',
      '/account/password',
      '/account/second-factor',
      '/account/passkeys',
      '/account/sessions',
      '/account/looked',
      '/account/confirm',
      '/people',
      '/people/invite',
      '/people/contacts'
    ]) {
      await page.goto(path);
      found.push(...(await barriersOn(page)));
    }
    await page.goto('/people');
    await page.locator('tbody a').first().click();
    await page.waitForLoadState();
    found.push(...(await barriersOn(page)));
    await page.context().close();
    const visitor = await open({ language });
    for (const path of [
      '/sign-in',
      '/sign-in/second-factor',
      '/come-back',
      '/come-back/recover',
      '/reset',
      '/reset/none',
      '/invitation/none'
    ]) {
      await visitor.goto(path);
      found.push(...(await barriersOn(visitor)));
    }
    await visitor.context().close();
  }
  expect(found).toEqual([]);
});
