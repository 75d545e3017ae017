/**
 * A day in a valley: somebody comes without a seat and is written down where there is no signal, somebody else answers the test
 * on paper. Days later everything counts, and everybody is told.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol, scheduleWorkshop, setWorkshopTest, testsOffered } from '#domains/training/index.server.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { openDevice, type Device } from '#platform/testing/device.ts';
import { must, openSetting, type Setting } from '../proofs/setting.ts';
import { button, link, onAPhone, once, press, read, sendAgain, sentFrom, withoutScript } from './walk.ts';

const { as } = inBrowser();
const title = once('Listening on paper');
const workshop = newId();
const here = `/training/workshops/${workshop}`;
const hour = 60 * 60_000;
const typed = once('Neema from the mill');
const learner = 'Daudi Komba';
const supporter = 'Amina Diallo';
let setting: Setting;
let device: Device;

beforeAll(async () => {
  setting = await openSetting();
  const [trainer, seated] = [await setting.member('trainer'), await setting.member('practitioner')];
  // A seat is taken before it begins, and there is no other.
  moveClock(new Date(Date.now() - 90 * hour));
  await setting.as(trainer, async (tx) => {
    // Three days ago, when no other journey has the same people learn: today's clashes would depend on the hour.
    const begins = Date.now() - 72 * hour;
    const session = { id: newId(), startsAt: new Date(begins), endsAt: new Date(begins + 4 * hour) };
    const where = { venue: 'The school', onlineLink: null, language: 'en', timeZone: 'Africa/Nairobi' };
    const what = { title, aims: 'To listen.', kind: 'other' as const, line: null, seats: 1 };
    const plan = { id: workshop, ...what, ...where, trainers: [], sessions: [session] };
    must(await scheduleWorkshop(tx, plan, trainer));
    must(await enrol(tx, { id: newId(), workshop, attendee: seated.id }, trainer));
    const offered = await testsOffered(tx, trainer);
    const { course, quiz } = offered.find(({ courseTitle }) => courseTitle === 'Listening first')!;
    must(await setWorkshopTest(tx, { workshop, course, quiz }, trainer));
  });
  moveClock();
});
afterAll(async () => {
  await device?.close();
  await setting?.close();
});

const rowOf = (name: string) => m.training_field_walk_in_named({ name });

test('a trainer writes down somebody without a seat where there is no signal; the battery dies twice, and nothing is lost', async () => {
  device = await openDevice();
  let page = await device.signIn('trainer', '/field');
  // Nothing is unsent before the pack has come, either.
  await link(page, title).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  device.cutNetwork();
  const openSheet = async () => {
    await page.goto('/field');
    await press(link(page, title));
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  };
  await openSheet();
  await page.getByText(m.training_field_walk_in(), { exact: true }).click();
  await page.locator('main input[name=name]').fill(typed);
  await page.locator('main input[name=contact]').fill('Mama Rehema knows her');
  expect(await barriersOn(page)).toEqual([]);

  page = await device.killAndReopen();
  await openSheet();
  expect(await page.locator('main input[name=name]').inputValue()).toBe(typed);
  await button(page, m.training_field_walk_in_add()).click();
  const row = page.getByRole('group', { name: rowOf(typed) });
  expect(await row.getByLabel(m.training_present(), { exact: true }).isChecked()).toBe(true);
  await row.getByLabel(m.training_partly(), { exact: true }).check();
  await row.getByLabel(m.training_partly_hours()).fill('1.5');
  await button(page, m.training_field_keep()).click();
  await page.getByText(m.training_field_kept()).waitFor();

  page = await device.killAndReopen();
  await openSheet();
  const again = page.getByRole('group', { name: rowOf(typed) });
  expect(await again.getByLabel(m.training_partly_hours()).inputValue()).toBe('1.5');
  expect(await read(page)).toContain(m.offline_unsent({ count: 2 }));
});

test('back where there is a signal it arrives once; the coordinator says who it was, beyond the seats, and the hours count', async () => {
  device.mendNetwork();
  const page = await device.signIn('trainer', '/today');
  const sent = sentFrom(page);
  await page.goto('/field');
  await page.getByText(m.offline_all_sent()).waitFor();
  const kept = [...sent];
  expect(kept).toHaveLength(2);
  expect(await sendAgain(page, kept)).toEqual(kept.map(() => ({ outcome: 'done' })));

  const coordinator = await as('coordinator', { ...withoutScript, ...onAPhone });
  await coordinator.goto(`${here}/attendance`);
  await press(link(coordinator, m.training_walk_ins_open_action()));
  expect(await read(coordinator)).toContain('Mama Rehema knows her');
  await coordinator.locator('main select[name=person]').selectOption({ label: supporter });
  await press(button(coordinator, m.training_walk_in_link()));
  expect(await coordinator.locator('body').innerText()).toContain(
    m.training_walk_in_linked_beyond({ name: supporter, taken: '2', seats: '1' })
  );
  expect(await read(coordinator)).not.toContain(typed);
  const { rows } = await setting.owner.query(
    `select p.name, a.hours::float8 from attendances a join people p on p.id = a.person_id where a.workshop_id = $1`,
    [workshop]
  );
  expect(rows).toEqual([{ name: supporter, hours: 1.5 }]);
});

test('a trainer prints the test and enters what was written on it, one after the other; the learner reads who did', async () => {
  const trainer = await as('coordinator', { ...withoutScript, ...onAPhone });
  await trainer.goto(`${here}/learning`);
  const pdf = await trainer.request.get(`${here}/test/paper.pdf`);
  expect(pdf.headers()['content-type']).toBe('application/pdf');
  for (const occasion of ['before', 'after'] as const) {
    await trainer.goto(`${here}/learning`);
    await press(
      link(trainer, occasion === 'before' ? m.training_paper_enter_before() : m.training_paper_enter_after())
    );
    for (const name of [supporter, learner]) {
      await press(link(trainer, m.training_paper_enter_for({ name })));
      await press(button(trainer, m.training_paper_enter()));
      expect(await read(trainer)).toContain(m.training_paper_refusal_nothing_answered());
      await trainer.locator('main form input[type=radio]').first().check();
      await press(button(trainer, m.training_paper_enter()));
      expect(await trainer.locator('body').innerText()).toContain(m.training_paper_entered({ name }));
    }
    expect(await read(trainer)).toContain(m.training_paper_all_in());
  }
  await trainer.goto(`${here}/learning`);
  expect(await read(trainer)).toContain('2');

  const page = await as('practitioner', withoutScript);
  await page.goto(here);
  const told = page.locator('main').getByRole('link', { name: m.training_test_name_before() });
  await press(told);
  expect(await read(page)).toContain(m.training_paper_told_what());
  await page.goto(`${here}/test/after`);
  expect(await read(page)).toContain(m.training_quiz_refusal_answered_before());
});
