/** A coordinator prepares the next workshop: puts its words right, and says who assesses whom before the signal is gone. */
import { expect, test } from 'vitest';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { button, day, fillIn, link, onAPhone, once, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();
const planned = 'Grief and loss';
const renamed = once('Staying with grief');
let workshop = '';

test('a workshop was named wrongly: its words are put right with the reason, and whoever has a seat reads what it was', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto('/training');
  await press(link(page, planned));
  workshop = new URL(page.url()).pathname;
  await press(link(page, m.training_words_change()));
  await fillIn(page, { title: renamed, reason: 'It is about more than loss' });
  await page.getByLabel('English', { exact: true }).check();
  await press(button(page, m.training_words_save()));
  expect(new URL(page.url()).pathname).toBe(workshop);
  const learner = await as('supporter', onAPhone);
  await learner.goto(workshop);
  const said = await read(learner);
  for (const part of [renamed, 'It is about more than loss', m.training_words_was_title({ title: planned })])
    expect(said).toContain(part);
  expect(await learner.getByText(m.training_words_change()).count()).toBe(0);
});

test('a coordinator shares out who assesses whom evenly, gives one to somebody else, and each finds their people', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto(workshop);
  await press(link(page, m.competence_share_link()));
  const share = page.url();
  const evenly = page.locator('form').filter({ has: page.locator('[name=among]') });
  const choose = (name: string) => evenly.getByLabel(name).check();
  await evenly.locator('[name=observedOn]').fill(day(16));
  await press(evenly.getByRole('button'));
  expect(await read(page)).toContain(m.competence_share_choose());
  await choose('Joseph Mbeki');
  await choose('Hodan Warsame');
  await evenly.locator('[name=observedOn]').fill(day(16));
  await press(evenly.getByRole('button'));
  expect(page.url().split('?')[0]).toBe(share.split('?')[0]);
  const chosen = () => page.locator('select[name^=first-] option:checked').allInnerTexts();
  expect(new Set(await chosen())).toEqual(new Set(['Joseph Mbeki', 'Hodan Warsame']));
  expect(await evenly.count(), 'nobody is left to share out').toBe(0);

  const first = page.locator('select[name^=first-]').last();
  const whom = await page.locator('legend bdi').last().innerText();
  await first.selectOption({ label: 'Hodan Warsame' });
  await page.locator('[name^=day-]').last().fill(day(17));
  await press(button(page, m.competence_share_save()));
  expect((await chosen()).at(-1)).toBe('Hodan Warsame');

  const assessor = await as('assessor2', onAPhone);
  await assessor.goto('/competence/assess');
  expect(await read(assessor)).toContain(whom);
  expect(await barriersOn(assessor)).toEqual([]);
  await assessor.goto('/field');
  await assessor.getByText(whom).first().waitFor();
});

test('a calibration piece is withdrawn with the reason, and an assessor who opens it is not asked for ticks', async () => {
  const page = await as('coordinator', withoutScript);
  const title = once('By the well');
  await page.goto('/competence/calibration/add?rubric=group-facilitation');
  await fillIn(page, { title, transcript: 'A: Good morning.', source: 'Two supervisors' });
  await page.locator('input[name=tick]').first().check();
  await press(button(page, m.competence_calibration_add()));
  await press(link(page, title));
  const piece = page.url();
  await press(link(page, m.competence_calibration_withdraw()));
  await fillIn(page, { cause: 'consent', reason: 'One of the two asked us to' });
  await press(button(page, m.competence_calibration_withdraw()));
  expect(page.url()).toBe(piece);
  const assessor = await as('assessor2', onAPhone);
  await assessor.goto(piece);
  expect(await read(assessor)).toContain('One of the two asked us to');
  expect(await assessor.locator('input[name=tick]').count()).toBe(0);
  expect(await barriersOn(assessor)).toEqual([]);
});
