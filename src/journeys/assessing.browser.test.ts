import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { openDevice, type Device } from '#platform/testing/device.ts';
import { button, link, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();
let device: Device;
let address: string;
const helper = 'Daudi Komba';
const harm = (page: Page) =>
  page.getByRole('textbox', { name: m.competence_harm_question({ skill: 'Empathy with a child' }) });

beforeAll(async () => {
  device = await openDevice();
  const assessor = await as('assessor', withoutScript);
  await assessor.goto('/competence/assess');
  await assessor.getByLabel(m.competence_whom()).selectOption({ label: helper });
  await assessor.getByLabel('Helping children').check();
  await press(button(assessor, m.competence_begin()));
  address = new URL(assessor.url()).pathname;
});
afterAll(() => device?.close());

test('an assessor ticks with no signal, the tablet dies, and the assessment arrives once', async () => {
  const form = await as('assessor');
  await form.goto(address);
  expect(await barriersOn(form)).toEqual([]);
  await form.getByLabel('Accepts a no').check();
  await form.getByText(m.competence_why_missing()).first().waitFor();

  let page = await device.signIn('assessor', '/field');
  await link(page, helper).first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  device.cutNetwork();
  await page.reload();
  await press(link(page, helper).first());
  expect(await barriersOn(page)).toEqual([]);
  await page.getByLabel('Blames the child for what happened').check();
  await page.getByText(m.competence_harm_asked()).filter({ visible: true }).waitFor();
  await harm(page).fill('We stopped and talked it through.');
  await page.getByLabel(m.competence_private_note()).fill('The rain was loud.');

  page = await device.killAndReopen();
  await page.goto('/field');
  await press(link(page, helper).first());
  expect(await page.getByLabel('Blames the child for what happened').isChecked()).toBe(true);
  expect(await harm(page).inputValue()).toBe('We stopped and talked it through.');
  expect(await page.getByLabel(m.competence_private_note()).inputValue()).toBe('The rain was loud.');
  await page.getByRole('button', { name: m.competence_hand_in() }).click();
  await page.getByText(m.training_field_kept()).waitFor();

  device.mendNetwork();
  page = await device.signIn('assessor', '/field');
  await page.getByText(m.offline_all_sent()).waitFor();

  const supervisor = await as('supervisor', withoutScript);
  await supervisor.goto(address);
  for (const words of ['Empathy with a child', 'We stopped and talked it through.', 'The rain was loud.'])
    expect(await read(supervisor)).toContain(words);
  await press(button(supervisor, m.competence_harm_look()));
  expect(await read(supervisor)).toContain(m.competence_harm_looked());
});
