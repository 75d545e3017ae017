import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { m } from '#messages';
import { inBrowser } from '#platform/testing/browser.ts';
import { openDevice, type Device } from '#platform/testing/device.ts';
import { button, day, fillIn, link, once, press, withoutScript } from './walk.ts';

const { as, open } = inBrowser();
const workshop = once('Listening in the valley');
// A first visit, with the worker and everything a device takes along.
const fieldRequestsMax = 90;
const fieldBytesMax = 150_000;

let device: Device;
let address: string;

beforeAll(async () => {
  device = await openDevice();
  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/training/workshops/new');
  await fillIn(coordinator, {
    title: workshop,
    aims: 'Stay with somebody who is sad.',
    kind: await coordinator.locator('select[name=kind] option').nth(1).innerText(),
    venue: 'The school in the valley',
    language: 'English',
    seats: '5',
    day_0: day(),
    from_0: '00:00',
    to_0: '08:00',
    day_1: day(1),
    from_1: '09:00',
    to_1: '15:00'
  });
  await press(button(coordinator, m.training_schedule()));
  address = new URL(coordinator.url()).pathname;
  const practitioner = await as('practitioner', withoutScript);
  await practitioner.goto(address);
  await press(button(practitioner, m.training_enrol()));
});
afterAll(() => device?.close());

test('a new version comes while a device is away, and what it holds still opens', async () => {
  let page = await device.signIn('trainer', '/field');
  const opens = async () => {
    await press(link(page, workshop));
    await page.getByRole('heading', { name: workshop, level: 1 }).waitFor();
  };
  await link(page, workshop).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  // Only its own shelf is to be relied upon.
  await device.clearBrowserCache(page);

  // The signal goes when the new page has come, and the new worker has not.
  await device.deploy('/service-worker.js');
  await page.reload({ waitUntil: 'networkidle' });
  device.cutNetwork();
  await page.reload();
  await opens();

  // The new worker comes while the old page is open.
  await page.goto('/field');
  // Listened for from now on: the browser also looks for a new worker of its own accord.
  const changed = page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true })
      )
  );
  device.mendNetwork();
  await device.deploy();
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())!.update()));
  await changed;
  device.cutNetwork();
  await device.clearBrowserCache(page);
  await opens();

  page = await device.killAndReopen();
  await page.goto('/field');
  await opens();
  device.mendNetwork();
});

test('on a paid connection the field kit fetches what it needs, once, and other pages fetch nothing for it', async () => {
  const abroad = await openDevice();
  let page = await abroad.signIn('assessor', '/today');
  await page.waitForLoadState('networkidle');
  const today = abroad.heard();
  expect(today.asked.filter((path) => path.includes('service-worker'))).toEqual([]);
  await page.goto('/field');
  await page.getByText(m.offline_all_sent()).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForLoadState('networkidle');
  await link(page, 'Group facilitation').waitFor();
  const kit = abroad.heard();
  console.log(
    `/sign-in and /today ask ${today.asked.length} times and bring ${today.bytes} bytes; ` +
      `/field with its worker ${kit.asked.length} and ${kit.bytes}.`
  );
  const chunks = kit.asked.filter((path) => path.startsWith('/_app/immutable/'));
  expect(chunks.toSorted()).toEqual([...new Set(chunks)].toSorted());
  expect(kit.asked.length).toBeLessThanOrEqual(fieldRequestsMax);
  expect(kit.bytes).toBeLessThanOrEqual(fieldBytesMax);

  // And that is enough: everything opens without a signal, and without what the browser keeps of its own accord.
  abroad.cutNetwork();
  await abroad.clearBrowserCache(page);
  page = await abroad.killAndReopen();
  await page.goto('/field');
  await press(link(page, 'Group facilitation'));
  await page.getByRole('heading', { name: m.competence_field_observe(), level: 1 }).waitFor();
  await abroad.close();
});

async function signOut(page: Page): Promise<void> {
  await page.goto('/today');
  const form = page.locator('form[action="/sign-out"]').first();
  await Promise.all([page.waitForURL('**/'), form.evaluate((one: HTMLFormElement) => one.requestSubmit())]);
}

test('who signs out closes the field kit on that device, in every window; and a device that is handed back is emptied', async () => {
  let page = await device.signIn('trainer', '/field');
  await link(page, workshop).waitFor();
  const elsewhere = await page.context().newPage();
  await elsewhere.goto('/field');
  await link(elsewhere, workshop).waitFor();
  await signOut(page);
  await elsewhere.getByText(m.offline_closed()).waitFor();
  await elsewhere.close();
  await page.goto('/field');
  await page.getByText(m.offline_closed()).waitFor();
  expect(await link(page, workshop).count()).toBe(0);

  page = await device.signIn('trainer', '/field');
  await link(page, workshop).waitFor();
  await page.getByText(m.offline_clear_title()).click();
  await button(page, m.offline_clear()).click();
  await page.getByText(m.offline_clear_done()).waitFor();
  expect(await link(page, workshop).count()).toBe(0);
  const left = await page.evaluate(async () => [
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
    localStorage.length
  ]);
  expect(left).toEqual([0, 0, 0]);
});

test('no page but the field kit leaves a service worker behind', async () => {
  const page = await as('trainer');
  await page.goto('/training');
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});

test('without script the field kit says why it needs it, and where to go instead', async () => {
  const page = await open(withoutScript);
  await page.goto('/field');
  expect(await page.locator('noscript').innerText()).toContain(m.offline_needs_script());
});

test('a form sent without a signal keeps what was typed, and says so in the reader’s language', async () => {
  const page = await open({ language: 'sw' });
  await page.goto('/sign-in');
  await page.locator('input[name=email]').fill('amina@example.org');
  await page.locator('input[name=password]').fill('the garden path');
  await page.context().setOffline(true);
  await page.locator('input[name=password]').press('Enter');
  await page.getByText(m.ui_no_signal({}, { locale: 'sw' })).waitFor();
  expect(await page.locator('input[name=email]').inputValue()).toBe('amina@example.org');
  await page.context().setOffline(false);
  await page.getByText(m.ui_no_signal({}, { locale: 'sw' })).waitFor({ state: 'detached' });
});

test('it is closed, too, where a dead battery forgot that it was open, and where what was asked for came after they had left', async () => {
  const one = await openDevice();
  try {
    const page = await one.signIn('trainer', '/field');
    await link(page, workshop).waitFor();
    await page.evaluate(() => localStorage.clear());
    // What the kit asks for from now on comes to it when everybody has gone.
    await page.addInitScript(() => {
      const gone = new Promise((resolve) => addEventListener('everybody-gone', resolve));
      const ask = globalThis.fetch;
      globalThis.fetch = async (address, how) => {
        const answer = await ask(address, how);
        if (address === '/field/pack') await gone;
        return answer;
      };
    });
    const answered = page.waitForResponse('**/field/pack');
    await page.reload();
    await link(page, workshop).waitFor();
    await answered;
    const leaving = await page.context().newPage();
    await signOut(leaving);
    await page.getByText(m.offline_closed()).waitFor();
    await page.evaluate(() => dispatchEvent(new Event('everybody-gone')));
    await page.getByText(m.offline_sending()).waitFor({ state: 'detached' });
    await page.getByText(m.offline_closed()).waitFor();
    expect(await link(page, workshop).count()).toBe(0);
  } finally {
    await one.close();
  }
});
