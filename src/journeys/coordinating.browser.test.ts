/** A coordinator sees who is certified and what would help most, follows a chain, and renewing asks for going on learning. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { button, day, fillIn, link, onAPhone, once, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();

test('every figure opens its people, and adds up to them; on paper, as a workbook and as CSV, too', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto('/competence/overview');
  const certified = page.locator('.stat').filter({ hasText: 'Certified today' });
  const counted = Number(await certified.locator('.value').innerText());
  await press(certified.locator('a'));
  expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
  const behind = await page.request.get('/competence/overview/export.csv?of=certified');
  const people = (parse(await behind.text(), { bom: true }) as string[][]).slice(1).map(([name]) => name);
  expect(new Set(people).size).toBe(counted);

  await press(link(page, 'Back to all figures'));
  await press(page.locator('#gate ~ * tbody a, section[aria-labelledby=gate] tbody a').first());
  expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);

  const csv = await page.request.get('/competence/overview/export.csv');
  const rows = parse(await csv.text(), { bom: true }) as string[][];
  expect(rows.find(([, which]) => which === 'Certified today')?.[2]).toBe(String(counted));
});

test('every list that is offered is a file of the kind it says, in Arabic as in English', async () => {
  const begins = { csv: '\ufeff', xlsx: 'PK', pdf: '%PDF-' };
  for (const [language, addresses] of [['en', lists] as const, ['ar', lists.slice(0, 2)] as const]) {
    const page = await as('coordinator', withoutScript);
    await page.context().addCookies([{ name: 'trellis_language', value: language, url: page.url() }]);
    for (const address of addresses) {
      await page.goto(address);
      const offered = await page
        .locator('main a[download]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
      expect(offered.map(endingOf).toSorted(), address).toEqual(['csv', 'pdf', 'xlsx']);
      for (const file of offered) {
        const answer = await page.request.get(file);
        expect(answer.headers()['content-disposition'], file).toContain(`.${endingOf(file)}"`);
        const text = (await answer.body()).toString('utf8');
        expect(text.startsWith(begins[endingOf(file) as 'csv']), file).toBe(true);
      }
    }
  }
});

const lists = [
  '/competence/overview',
  '/competence/overview/people?of=certified',
  '/competence',
  '/competence/cohort',
  '/training/cost',
  '/funding',
  '/people'
];
const endingOf = (address: string) => new URL(address, 'http://here').pathname.split('.').at(-1)!;

test('from a budget line on to the certificates it led to, and from the gate back to what it rests on', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto('/funding');
  await press(page.locator('tbody a').first());
  await press(link(page, 'Certificates this led to').first());
  expect(new URL(page.url()).searchParams.get('line')).toBeTruthy();

  await page.goto('/support/requests');
  await press(page.locator('main a[href^="/matching/requests/"]').first());
  await press(page.locator('ol h3 a').first());
  await press(page.locator('main a[href^="/competence/certificates/"]').first());
  await press(link(page, 'From the seat to the support: its chain'));
  expect(await read(page)).toContain('The gate today');
});

test('from a certificate back to the workshop, and from the workshop on to the certificate', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto('/competence/overview/people?of=role:supporter');
  await press(page.locator('tbody a').first());
  const certificate = new URL(page.url()).pathname;
  await press(link(page, 'From the seat to the support: its chain'));
  expect(await read(page)).toContain('Seats and attendance');
  await press(page.locator('main a[href^="/training/workshops/"]').first());
  await press(link(page, 'Certificates this led to'));
  expect(await page.locator(`main a[href="${certificate}/chain"]`).count()).toBe(1);
});

test('a supporter enters what they read, a supervisor confirms it, and it counts', async () => {
  const supporter = await as('supporter', onAPhone);
  await supporter.goto('/competence/development');
  const what = once('A chapter on grief');
  await fillIn(supporter, {
    kind: 'peer-learning',
    what,
    on: day(-1),
    hours: '1',
    evidence: 'Circle of the Amani group'
  });
  await press(button(supporter, 'Enter it'));
  expect(await read(supporter)).toContain('Waits to be confirmed');
  expect(await barriersOn(supporter)).toEqual([]);

  const supervisor = await as('supervisor', withoutScript);
  await supervisor.goto('/competence/development/confirm');
  const entry = supervisor.locator('main section').filter({ hasText: what });
  await press(entry.getByRole('button', { name: 'Confirm', exact: true }));
  await supporter.goto('/competence/development');
  expect(await supporter.locator('tr').filter({ hasText: what }).last().innerText()).toContain(
    'Confirmed by'
  );
});
