/** A supporter takes their certificate along, and a stranger who is shown it checks it, all without script. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';

const { open, as } = inBrowser();
const noScript = { javaScriptEnabled: false };
const folder = mkdtempSync(path.join(tmpdir(), 'trellis-badge-'));

async function download(page: Page, format: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator(`main a[href$="/${format}"]`).first().click()
  ]);
  const kept = path.join(folder, file.suggestedFilename());
  await file.saveAs(kept);
  return kept;
}

/** What the page says to a stranger who shows it this file. */
async function toldOf(file: string, language = 'en'): Promise<string> {
  const page = await open({ ...noScript, language });
  await page.goto('/verify');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.locator('main form button').last().click();
  await page.waitForLoadState();
  const told = await page.locator('main').innerText();
  await page.context().close();
  return told;
}

test('Amina makes a badge, a stranger finds it valid in every form, and altered, suspended and taken back it is refused', async () => {
  const amina = await as('supporter', noScript);
  await amina.goto('/competence/mine');
  await amina.locator('main a[href^="/competence/certificates/"]').first().click();
  const certificate = new URL(amina.url()).pathname;
  await amina.locator(`main a[href="${certificate}/badge"]`).click();
  await amina.locator('main form[action="?/make"] button').click();
  const files = new Map<string, string>();
  for (const format of ['json', 'png', 'svg']) files.set(format, await download(amina, format));
  for (const file of files.values()) expect(await toldOf(file)).toContain('This badge is valid on');
  expect(await toldOf(files.get('png')!, 'sw')).toContain('Beji hii ni halali');

  const json = readFileSync(files.get('json')!, 'utf8');
  const altered = path.join(folder, 'altered.json');
  writeFileSync(altered, json.replaceAll('supporter', 'surgeon').replaceAll('Peer', 'Chief'));
  expect(await toldOf(altered)).toContain('changed after it was signed');

  const coordinator = await as('coordinator', noScript);
  await coordinator.goto(certificate);
  await coordinator.locator('main textarea[name=reason]').fill('Asked to look into something');
  await coordinator.locator('main form[action="?/suspend"] button').click();
  expect(await toldOf(files.get('svg')!)).toContain('suspended for now');
  await coordinator.goto(certificate);
  await coordinator.locator('main textarea[name=reason]').fill('Nothing was found');
  await coordinator.locator('main form[action="?/lift"] button').click();
  expect(await toldOf(files.get('svg')!)).toContain('This badge is valid on');

  await amina.goto(`${certificate}/badge`);
  await amina.locator('main details summary').first().click();
  await amina.locator('main input[name=reason]').first().fill('It went astray');
  await amina.locator('main form[action="?/revoke"] button').first().click();
  expect(await toldOf(files.get('json')!)).toContain('has taken the badge back');

  // What she was given can stand on her own page, and says there that it was taken back.
  await amina.goto('/competence/mine');
  await amina.locator('main a[href$="/badges"]').click();
  await amina.locator('input[type=file]').setInputFiles(files.get('png')!);
  await amina.locator('main form[action="?/bring"] button').click();
  expect(await amina.locator('main').innerText()).toContain('has taken the badge back');
});

/** A badge of somebody else's, signed as a JSON Web Token with a key that is its own name. */
function token(): string {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const issuer = `did:jwk:${part(publicKey.export({ format: 'jwk' }))}`;
  const achievement = { id: 'urn:uuid:2', type: ['Achievement'], name: 'First aid for the mind' };
  const badge = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: 'urn:uuid:1',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: issuer, type: ['Profile'], name: 'School of Listening' },
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:sam', type: ['AchievementSubject'], achievement }
  };
  const claims = { iss: issuer, jti: badge.id, sub: 'did:example:sam', nbf: 1767225600 };
  const signed = `${part({ alg: 'EdDSA', kid: `${issuer}#0` })}.${part({ ...badge, ...claims })}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
}

test('a token from elsewhere is checked, too: valid, with what a bare key is worth, and refused without its signature', async () => {
  const [whole, bare] = [path.join(folder, 'whole.jwt'), path.join(folder, 'bare.jwt')];
  const text = token();
  writeFileSync(whole, text);
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  writeFileSync(bare, `${none}.${text.split('.')[1]}.`);
  const told = await toldOf(whole);
  expect(told).toContain('This badge is valid on');
  expect(told).toContain('a key by itself, which anybody can make');
  expect(await toldOf(bare)).toContain('carries no signature');
});

test('the pages about badges have no barriers, in English and in Arabic', async () => {
  for (const language of ['en', 'ar']) {
    const page = await open({ language });
    for (const where of ['/verify', '/badges/green-valley/supporter']) {
      await page.goto(where);
      expect(await barriersOn(page)).toEqual([]);
    }
    const amina = await as('supporter', { language });
    await amina.goto('/competence/mine');
    await amina.goto(`${new URL(amina.url()).pathname}/badges`);
    expect(await barriersOn(amina)).toEqual([]);
    await amina.goto('/competence/mine');
    const certificate = await amina
      .locator('main a[href^="/competence/certificates/"]')
      .first()
      .getAttribute('href');
    await amina.goto(`${certificate}/badge`);
    expect(await barriersOn(amina)).toEqual([]);
  }
});

test('a stranger who forgets the file, or brings something else, is told so', async () => {
  const page = await open(noScript);
  await page.goto('/verify');
  await page.locator('main form button').last().click();
  const holiday = path.join(folder, 'holiday.svg');
  writeFileSync(holiday, '<svg xmlns="http://www.w3.org/2000/svg"/>');
  expect(await toldOf(holiday)).toContain('There is no badge in this file');
});
