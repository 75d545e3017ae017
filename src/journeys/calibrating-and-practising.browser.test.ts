import { expect, test } from 'vitest';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { button, day, fillIn, link, onAPhone, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();
const learner = 'Daudi Komba';

test('an assessor ticks a written role-play and then sees the experts’ reference beside their own levels', async () => {
  const page = await as('supervisor', { ...withoutScript, ...onAPhone });
  await page.goto('/competence/calibration');
  await press(link(page, 'The quiet teacher'));
  expect(await read(page)).not.toContain(m.competence_calibration_reference_level());
  await page.getByLabel('Promises that nothing will ever be told to anybody').check();
  expect(await barriersOn(page)).toEqual([]);
  await press(button(page, m.competence_calibration_hand_in()));
  const text = await read(page);
  expect(text).toContain(m.competence_calibration_beside());
  expect(text).toContain('Dr Yusuf Karim and Grace Achieng');
  expect(text).toContain('Turns away, or looks at a phone or watch, while the person speaks');
  expect(await page.locator('a[href="#line-5"]').count()).toBeGreaterThan(0);
  expect(await barriersOn(page)).toEqual([]);
});

test('all that is put in keeps itself, and is there again after the page was closed', async () => {
  const page = await as('assessor', onAPhone);
  const saved = page.getByText(m.competence_draft_saved({ time: '' }).trim());
  await page.goto('/competence/assess');
  await page.getByLabel(m.competence_whom()).selectOption({ label: learner });
  await page.getByLabel('Group facilitation').check();
  await press(button(page, m.competence_begin()));
  const address = page.url();
  await page.locator('input[name=tick][value*=".basic."]').first().check();
  await saved.waitFor();
  await page.context().setOffline(true);
  await page.locator('input[name=tick][value*=".harmful."]').first().check();
  await page.locator('textarea[name^="harm-"]').first().fill('We stopped');
  await page.locator('textarea[name=note]').fill('The rain was loud.');
  await page.getByText(m.competence_draft_on_device()).waitFor();
  await page.close();

  // Opened anew on the same phone, once there is a connection.
  await page.context().setOffline(false);
  const reopened = await page.context().newPage();
  await reopened.goto(address);
  await reopened.getByText(m.competence_draft_saved({ time: '' }).trim()).waitFor();
  expect(await reopened.evaluate(() => localStorage.length)).toBe(0);

  const again = await as('assessor', withoutScript);
  await again.goto(address);
  expect(await again.locator('input[name=tick]:checked').count()).toBe(2);
  expect(await again.locator('textarea[name^="harm-"]').first().inputValue()).toBe('We stopped');
  expect(await again.locator('textarea[name=note]').inputValue()).toBe('The rain was loud.');
});

test('harm seen becomes a plan, the learner ticks it, and a new assessment closes it', async () => {
  const assessor = await as('assessor', withoutScript);
  const assess = async (ticked: string) => {
    await assessor.goto('/competence/assess');
    await assessor.getByLabel(m.competence_whom()).selectOption({ label: learner });
    await assessor.getByLabel('Group facilitation').check();
    await press(button(assessor, m.competence_begin()));
    for (const tick of await assessor.locator(`input[name=tick][value*="${ticked}"]`).all())
      await tick.check();
    await press(button(assessor, m.competence_hand_in()));
    if (!ticked.includes('harmful')) return;
    // Refused, with a sentence at each skill; everything ticked is still there.
    for (const asked of await assessor.locator('textarea[aria-invalid]').all())
      await asked.fill('We stopped and talked.');
    await press(button(assessor, m.competence_hand_in()));
  };
  await assess('.harmful.1');
  await press(link(assessor, m.competence_history_title()));
  await press(link(assessor, m.competence_plan_make()));
  expect(await barriersOn(assessor)).toEqual([]);
  await fillIn(assessor, { practiseBy: day(3), reassessBy: day(20) });
  await press(button(assessor, m.competence_plan_make()));
  const plan = new URL(assessor.url()).pathname;
  expect(await read(assessor)).toContain(m.competence_task_reassessment());

  const own = await as('practitioner', { ...withoutScript, ...onAPhone });
  await own.goto('/today');
  expect(await own.locator(`a[href="${plan}"]`).count()).toBeGreaterThan(0);
  await own.goto(plan);
  expect(await barriersOn(own)).toEqual([]);
  await own.locator('main summary').first().click();
  await own.getByLabel(m.competence_plan_evidence()).first().fill('Practised with Grace on Monday.');
  await press(button(own, m.competence_plan_tick()));
  expect(await read(own)).toContain('Practised with Grace on Monday.');

  await assess('.basic.');
  await own.goto(plan);
  expect(await read(own)).toContain(m.competence_plan_reached());
});

test('a coordinator sees what most need to be taught again, and takes it along', async () => {
  const page = await as('coordinator', { ...withoutScript, ...onAPhone });
  await page.goto('/competence/cohort');
  expect(await barriersOn(page)).toEqual([]);
  expect(await page.locator('th[scope=row]').count()).toBeGreaterThan(10);
  const csv = await page.request.get('/competence/cohort.csv');
  expect(await csv.text()).toContain('Empathy');
  await page.goto('/competence/agreement');
  await press(link(page, 'Hodan Warsame'));
  expect(await barriersOn(page)).toEqual([]);
  expect(await read(page)).toContain(m.competence_drift_colleagues());
});
