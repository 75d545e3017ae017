import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { button, day, link, onAPhone, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();
const learner = 'Daudi Komba';

/** Goes on to the ticks of a new assessment. */
async function beginToAssess(page: Page, whom: string, rubric = 'Group facilitation'): Promise<void> {
  await page.goto('/competence/assess');
  await page.getByLabel(m.competence_whom()).selectOption({ label: whom });
  await page.getByLabel(rubric).check();
  await press(button(page, m.competence_begin()));
}

test('an assessor ticks a written role-play and then sees the experts’ reference beside their own levels', async () => {
  const page = await as('supervisor', onAPhone);
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
  await beginToAssess(page, 'Asha Mwangi');
  const address = page.url();
  await page.locator('input[name=tick][value*=".basic."]').first().check();
  await saved.waitFor();
  await page.context().setOffline(true);
  await page.locator('input[name=tick][value*=".harmful."]').first().check();
  await page.locator('textarea[name^="harm-"]').first().fill('We stopped');
  await page.locator('textarea[name=note]').fill('The rain was loud.');
  await page.getByText(m.competence_draft_on_device()).waitFor();
  // Whoever finds the phone, or uses it next, finds nothing to read.
  const kept = await page.evaluate(() =>
    Object.values(localStorage)
      .map((copy) => copy + atob(copy))
      .join()
  );
  expect(kept.length).toBeGreaterThan(100);
  for (const words of ['stopped', 'rain', 'harmful']) expect(kept).not.toContain(words);
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

test('on a slow phone, what is ticked and written before the script comes stays', async () => {
  const page = await as('assessor', onAPhone);
  await beginToAssess(page, 'Asha Mwangi');
  const { promise: ticked, resolve: letScriptCome } = Promise.withResolvers<void>();
  await page.route('**/*.js', async (route) => {
    await ticked;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  const harmful = page.locator('input[name=tick][value*=".harmful."]').last();
  await harmful.check();
  await page.locator('textarea[name^="harm-"]').last().fill('I stopped it.');
  await page.locator('textarea[name=note]').fill('By candlelight.');
  letScriptCome();
  await page.getByText(m.competence_draft_saved({ time: '' }).trim()).waitFor();
  expect(await harmful.isChecked()).toBe(true);
  await page.reload();
  expect(await harmful.isChecked()).toBe(true);
  expect(await page.locator('textarea[name^="harm-"]').last().inputValue()).toBe('I stopped it.');
  expect(await page.locator('textarea[name=note]').inputValue()).toBe('By candlelight.');
});

test('harm seen becomes a plan, the learner ticks it, and a new assessment closes it', async () => {
  const assessor = await as('assessor', withoutScript);
  const assess = async (ticked: string) => {
    // How they lead a group is seen for the first time in a fortnight in the valley.
    await beginToAssess(assessor, learner, 'Helping children');
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
  // Other rubrics may leave something to practise, too.
  const children = assessor.locator('form', { has: assessor.locator('input[value=helping-children]') });
  await children.locator('input[name=practiseBy]').fill(day(3));
  await children.locator('input[name=reassessBy]').fill(day(20));
  await press(children.getByRole('button', { name: m.competence_plan_make() }));
  const plan = new URL(assessor.url()).pathname;
  expect(await read(assessor)).toContain(m.competence_task_reassessment());

  const own = await as('practitioner', onAPhone);
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
  const page = await as('coordinator', onAPhone);
  await page.goto('/competence/cohort');
  expect(await barriersOn(page)).toEqual([]);
  expect(await page.locator('th[scope=row]').count()).toBeGreaterThan(10);
  const csv = await page.request.get('/competence/cohort.csv');
  expect(await csv.text()).toContain('Empathy');
});

test('a coordinator sees who counts alone and what would change it; an assessor sees the same of themselves', async () => {
  const page = await as('coordinator', onAPhone);
  await page.goto('/competence/agreement');
  expect(await barriersOn(page)).toEqual([]);
  expect(await read(page)).toMatch(/\d\.\d\d \(-?\d\.\d\d to \d\.\d\d\)/);
  await press(link(page, 'Hodan Warsame'));
  expect(await barriersOn(page)).toEqual([]);
  expect(await read(page)).toContain(m.competence_drift_colleagues());
  const assessor = await as('assessor', withoutScript);
  await assessor.goto(new URL(page.url()).pathname);
  expect(await read(assessor)).toContain(m.competence_drift_title({ name: 'Hodan Warsame' }));
});
