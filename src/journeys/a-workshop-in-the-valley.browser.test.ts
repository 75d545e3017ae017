import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluationItemNames, evaluationItems } from '#domains/training/index.ts';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { openDevice, type Device } from '#platform/testing/device.ts';
import { weigh } from '../proofs/inspection.ts';
import { beginLearning, type Learning } from '../proofs/setting-of-learning.ts';
import { openSetting, type Setting } from '../proofs/setting.ts';
import { button, link, read } from './walk.ts';

// Of every page's script.
const scriptBytesMax = 60_000;

const { as } = inBrowser();
let device: Device;
let setting: Setting;
let learning: Learning;

beforeAll(async () => {
  setting = await openSetting();
  learning = await beginLearning(setting, 'assessor2');
  device = await openDevice();
});
afterAll(async () => {
  await device?.close();
  await setting?.close();
});

const rowsOf = async (table: string, workshop: string) =>
  (await setting.owner.query(`select * from ${table} where workshop_id = $1`, [workshop])).rows;

const opened = async (page: Page, title: string) => {
  await page.goto('/field');
  await link(page, title).click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
};

test('a learner answers the test before and the evaluation with no signal, the phone dies, and each arrives once', async () => {
  let page = await device.signIn('assessor2', '/field');
  await link(page, 'Listening, held now').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);

  device.cutNetwork();
  await opened(page, 'Listening, held now');
  const before = page.getByRole('region', { name: m.training_test_before() });
  await before.locator('input[type=radio]').first().check();
  await before.getByRole('textbox').first().fill('My supervisor');
  expect(await barriersOn(page)).toEqual([]);

  page = await device.killAndReopen();
  await opened(page, 'Listening, held now');
  const again = page.getByRole('region', { name: m.training_test_before() });
  expect(await again.locator('input[type=radio]').first().isChecked()).toBe(true);
  await again.getByRole('button', { name: m.training_quiz_hand_in() }).click();
  await page.getByText(m.training_field_test_kept()).waitFor();

  await opened(page, 'Listening, just over');
  for (const item of evaluationItems)
    await page
      .getByRole('group', { name: evaluationItemNames[item]() })
      .getByLabel(m.training_evaluation_4())
      .check();
  await page.getByLabel(m.training_evaluation_words()).fill('More time for questions.');
  expect(await barriersOn(page)).toEqual([]);
  await button(page, m.training_evaluation_send()).click();
  await page.getByText(m.training_field_evaluation_kept()).waitFor();

  await page.goto('/field');
  await page.getByText(m.offline_waiting()).nth(1).waitFor();
  device.mendNetwork();
  page = await device.signIn('assessor2', '/field');
  await page.getByText(m.offline_all_sent()).waitFor();

  const attempts = await rowsOf('quiz_attempts', learning.held);
  expect(attempts).toMatchObject([{ occasion: 'before' }]);
  expect(Number(attempts[0].share)).toBeGreaterThan(0);
  expect(await rowsOf('evaluation_answers', learning.over)).toMatchObject([
    { useful: 4, words: 'More time for questions.' }
  ]);
  await opened(page, 'Listening, held now');
  // What was sent stays in sight until the next pack is there.
  await expect.poll(() => read(page)).not.toContain(m.training_test_before());
});

test('the field kit, with everything it loads to show what there is, keeps to its budget of script', async () => {
  const page = await as('assessor');
  const told = await weigh(page);
  await page.goto('/field');
  await page.getByText(m.offline_all_sent()).waitFor();
  const { script } = await told();
  console.log(`/field brings ${(script / 1000).toFixed(1)} KB of script.`);
  expect(script).toBeLessThanOrEqual(scriptBytesMax);
});
