/**
 * A fortnight's training of trainers where there is no signal: a trainer's, two assessors' and a learner's device, cut off from the
 * first day on. Days gone by stand for the fortnight, as no test waits for one. It ends with a certificate on the coordinator's page.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol, scheduleWorkshop, takeUpCourse, testsOffered } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { openDevice, type Device } from '#platform/testing/device.ts';
import { must, openSetting, type Setting } from '../proofs/setting.ts';
import { button, link, once, press, read, sendAgain, sentFrom, withoutScript } from './walk.ts';

const { as } = inBrowser();
const workshop = once('Training trainers');
const learner = 'Daudi Komba';
const day = 24 * 60 * 60_000;
const daysHeld = [-8, -6, -5, -4, -2];
const hoursADay = 9;
const lastDay = 6;
let setting: Setting;
let course: string;
let hodan: Person;
const devices: Device[] = [];

beforeAll(async () => {
  setting = await openSetting();
  hodan = await setting.member('assessor2');
  const trainer = await setting.member('trainer');
  const seats = [await setting.member('practitioner'), await setting.member('supporter')];
  const id = newId();
  const begin = (days: number) => new Date(Date.now() + days * day);
  // A seat is taken before it begins.
  moveClock(begin(-9));
  await setting.as(trainer, async (tx) => {
    const where = { venue: 'The school', onlineLink: null, language: 'en', timeZone: 'Africa/Nairobi' };
    const what = { title: workshop, aims: 'To train others.', kind: 'other' as const, line: null };
    const sessions = [...daysHeld, lastDay].map((at) => ({
      id: newId(),
      startsAt: begin(at),
      endsAt: new Date(begin(at).getTime() + hoursADay * 60 * 60_000)
    }));
    const plan = { id, ...what, ...where, seats: 9, trainers: [trainer.id], sessions };
    must(await scheduleWorkshop(tx, plan, trainer));
    for (const { id: attendee } of seats)
      must(await enrol(tx, { id: newId(), workshop: id, attendee }, trainer));
    const offered = await testsOffered(tx, trainer);
    course = offered.find(({ courseTitle }) => courseTitle === 'Listening first')!.course;
  });
  moveClock();
  const [daudi] = seats;
  await setting.as(daudi!, (tx) => takeUpCourse(tx, course, daudi!));
});
afterAll(async () => {
  await setting?.owner.query(`update memberships set until = null where person_id = $1`, [hodan.id]);
  for (const device of devices) await device.close();
  await setting?.close();
});

/** Takes the field kit along and goes where there is no signal. */
async function leave(key: string): Promise<{ device: Device; page: Page }> {
  const device = await openDevice();
  devices.push(device);
  const page = await device.signIn(key, '/field');
  // Nothing is unsent before the pack has come, either.
  await page.getByText(m.offline_taken({ time: '' }).trim()).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  device.cutNetwork();
  return { device, page };
}

/** Comes back and signs in. */
async function comeBack(device: Device, key: string): Promise<Page> {
  device.mendNetwork();
  const page = await device.signIn(key, '/field');
  await page.getByText(m.offline_all_sent()).waitFor();
  return page;
}

const openKit = async (page: Page) => {
  await page.goto('/field');
  await page.getByText(m.offline_no_signal()).or(page.getByText(m.offline_online())).first().waitFor();
};
/** The sheet of a day held; the last of them lies on top, the day to come below them all. */
const sheet = (page: Page, at: number) =>
  page
    .locator('main')
    .getByRole('link', { name: workshop })
    .nth(daysHeld.length - 1 - at);
const rowOf = (page: Page, name: string) => page.getByRole('group', { name });

let trainersDevice: Device;
test('the trainer marks five days, some in part, and the battery dies over the third', async () => {
  const left = await leave('trainer');
  trainersDevice = left.device;
  let page = left.page;
  // Eight days on, before the last day, it still opens.
  await page.clock.setFixedTime(new Date(Date.now() + 8 * day));
  await openKit(page);
  await sheet(page, 0).waitFor();
  expect(await read(page)).not.toContain(m.offline_locked());

  page = await trainersDevice.killAndReopen();
  for (const at of [0, 1]) {
    await openKit(page);
    await press(sheet(page, at));
    if (at === 1) {
      await rowOf(page, learner).getByLabel(m.training_partly(), { exact: true }).check();
      await page.getByLabel(m.training_partly_hours()).fill('4.5');
      await button(page, m.training_field_others_present()).click();
    } else await button(page, m.training_everybody_present()).click();
    await button(page, m.training_field_keep()).click();
    await page.getByText(m.training_field_kept()).waitFor();
  }
  expect(await barriersOn(page)).toEqual([]);
  await openKit(page);
  await press(sheet(page, 2));
  await rowOf(page, learner).getByLabel(m.training_present(), { exact: true }).check();

  page = await trainersDevice.killAndReopen();
  await openKit(page);
  await page.getByText(m.offline_begun()).waitFor();
  await press(sheet(page, 1));
  expect(await page.getByLabel(m.training_partly_hours()).inputValue()).toBe('4.5');
  for (const at of [2, 3, 4]) {
    await openKit(page);
    await press(sheet(page, at));
    if (at === 2)
      expect(await rowOf(page, learner).getByLabel(m.training_present(), { exact: true }).isChecked()).toBe(
        true
      );
    await button(page, at === 2 ? m.training_field_others_present() : m.training_everybody_present()).click();
    await button(page, m.training_field_keep()).click();
    await page.getByText(m.training_field_kept()).waitFor();
  }
  expect(await read(page)).toContain(m.offline_unsent({ count: 5 }));
  // A link that leads away says why it does not, instead of the browser's page of nothing.
  await page.getByRole('link', { name: m.offline_back() }).click();
  await page.getByText(m.offline_leaving()).waitFor();
});

/** Begins to watch the learner together with somebody; gives the page at the ticks. */
async function watch(page: Page, together: string): Promise<void> {
  await press(link(page, 'Group facilitation'));
  await page.locator('select[name=person]').selectOption({ label: learner });
  await page.locator('select[name=together]').selectOption({ label: together });
  await button(page, m.competence_begin()).click();
  await page.getByRole('heading', { name: m.competence_assessment_title({ name: learner }) }).waitFor();
}

const tickBasics = (page: Page) =>
  page.locator('main form').evaluate((form) => {
    for (const box of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]'))
      if (/\.basic\.\d+$/.test(box.value) && !box.checked) box.click();
  });

let assessorsDevice: Device;
let secondDevice: Device;
test('two assessors watch the same, each on a device of their own, begun where nobody could ask them to', async () => {
  const first = await leave('assessor');
  assessorsDevice = first.device;
  let page = first.page;
  await watch(page, 'Hodan Warsame');
  const scenario = await page.locator('summary').first().innerText();
  await tickBasics(page);
  await page.getByLabel(m.competence_private_note()).fill('Calm, and in charge.');
  expect(await barriersOn(page)).toEqual([]);

  page = await assessorsDevice.killAndReopen();
  await openKit(page);
  await press(link(page, 'Group facilitation'));
  await button(page, m.competence_field_go_on({ name: learner })).click();
  expect(await page.getByLabel(m.competence_private_note()).inputValue()).toBe('Calm, and in charge.');
  expect(await page.locator('summary').first().innerText()).toBe(scenario);
  await button(page, m.competence_hand_in()).click();
  await page.getByText(m.training_field_kept()).waitFor();

  const second = await leave('assessor2');
  secondDevice = second.device;
  await watch(second.page, 'Joseph Mbeki');
  // Neither device could ask the other which role-play it was.
  expect(await second.page.locator('summary').first().innerText()).toBe(scenario);
  await tickBasics(second.page);
  await button(second.page, m.competence_hand_in()).click();
  await second.page.getByText(m.training_field_kept()).waitFor();
});

test('a learner answers a quiz, the telephone dies, and the answers are there', async () => {
  const left = await leave('practitioner');
  const { device } = left;
  const open = async (page: Page) => {
    await press(link(page, 'Listening first'));
    await page.locator('summary').filter({ hasText: /./ }).last().click();
  };
  let { page } = left;
  await open(page);
  await page.getByRole('button', { name: m.training_lesson_done_last() }).first().click();
  await page.getByText(m.offline_unsent({ count: 1 })).waitFor();
  await page.locator('main form input[type=radio]').first().check();
  page = await device.killAndReopen();
  await openKit(page);
  await open(page);
  expect(await page.locator('main form input[type=radio]').first().isChecked()).toBe(true);
  await button(page, m.training_quiz_hand_in()).click();
  await page.getByText(m.training_field_quiz_kept()).waitFor();

  page = await comeBack(device, 'practitioner');
  const { rows } = await setting.owner.query(
    `select a.id from quiz_attempts a join people p on p.id = a.person_id where p.name = $1 and a.course_id = $2`,
    [learner, course]
  );
  expect(rows).toHaveLength(1);
});

test('who has left meanwhile hands in, and the device forgets; what they wrote is set aside', async () => {
  await setting.owner.query(`update memberships set until = now() where person_id = $1`, [hodan.id]);
  secondDevice.mendNetwork();
  const page = await secondDevice.killAndReopen();
  await page.goto('/field');
  await page.getByText(m.offline_forgotten()).waitFor();
  await page.reload();
  await page.getByText(m.offline_nothing_yet()).waitFor();
  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/field-work');
  expect(await read(coordinator)).toContain('Hodan Warsame');
});

test('everything arrives once, however often it is sent, and the coordinator issues the certificate', async () => {
  const daudi = await setting.member('practitioner');
  const coordinator = await as('coordinator', withoutScript);
  const toCertify = `/competence/people/${daudi.id}/certify?role=trainer`;
  await coordinator.goto(toCertify);
  expect(await read(coordinator)).toContain(m.competence_rule_none());

  await comeBack(assessorsDevice, 'assessor');
  trainersDevice.mendNetwork();
  // A browser that died has forgotten who was signed in, and says so.
  const before = await trainersDevice.killAndReopen();
  await openKit(before);
  await link(before, m.offline_sign_in()).waitFor();
  // Two windows take turns at sending; what is counted is sent from one.
  await before.close();
  const page = await trainersDevice.signIn('trainer', '/today');
  const sent = sentFrom(page);
  await page.goto('/field');
  await page.getByText(m.offline_all_sent()).waitFor();
  const once = [...sent];
  expect(once).toHaveLength(5);
  const again = await sendAgain(page, once);
  expect(again).toEqual(once.map(() => ({ outcome: 'done' })));
  const marked = await setting.owner.query(
    `select hours from attendances a join workshops w on w.id = a.workshop_id where w.title = $1 and a.person_id = $2`,
    [workshop, daudi.id]
  );
  expect(marked.rows.map(({ hours }) => Number(hours)).toSorted()).toEqual([4.5, 9, 9, 9, 9]);

  await coordinator.goto(toCertify);
  await press(button(coordinator, m.competence_issue()));
  expect(new URL(coordinator.url()).pathname).toMatch(/^\/competence\/certificates\//);
  expect(await read(coordinator)).toContain(learner);
});
