import { expect, test } from 'vitest';
import { m } from '#messages';
import { inBrowser } from '#platform/testing/browser.ts';
import { button, day, fillIn, link, onAPhone, once, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();

test('a coordinator says what a workshop teaches; a learner sees their path and takes a seat; the code in the room cannot be guessed; records and badges can be printed', async () => {
  const workshop = once('Supervising');
  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/training/workshops/new');
  await fillIn(coordinator, {
    title: workshop,
    aims: 'Begin with the person and not the cases.',
    kind: m.training_kind_supervision_skills(),
    venue: 'Mlimani community hall',
    language: 'English',
    seats: '2',
    // Now: the code can be shown, and the seat still taken.
    ...spanAroundNow()
  });
  await press(button(coordinator, m.training_schedule()));
  const address = new URL(coordinator.url()).pathname;
  await press(link(coordinator, m.training_taught_change()));
  const module = await coordinator
    .locator('select[name=module_0] option', { hasText: 'The supervising relationship' })
    .innerText();
  await fillIn(coordinator, { module_0: module.trim(), hours_0: '9' });
  await press(button(coordinator, m.training_save()));
  expect(await read(coordinator)).toContain(m.training_refusal_longer_than_workshop());
  await fillIn(coordinator, { hours_0: '1' });
  await press(button(coordinator, m.training_save()));
  expect(await read(coordinator)).toContain(m.training_taught_saved());

  const learner = await as('supervisor', { ...withoutScript, ...onAPhone });
  await learner.goto('/training/mine');
  expect(await read(learner)).toContain(m.training_standing_not_yet());
  await learner.goto(address);
  await press(button(learner, m.training_enrol()));

  await coordinator.goto(address);
  await press(link(coordinator, m.training_code_show()));
  const room = new URL(coordinator.url()).pathname.split('/')[3]!;
  expect(await coordinator.locator('.code svg').count()).toBe(1);
  await learner.goto(`/training/here/${room}?code=guessed`);
  expect(await read(learner)).toContain(m.training_refusal_code_too_old());

  const paper = await learner.request.get('/training/mine/transcript.pdf');
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const badges = await coordinator.request.get(`${address}/badges.pdf`);
  expect((await badges.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a learner subscribes to their dates at a secret address, and ends it', async () => {
  const page = await as('practitioner', withoutScript);
  await page.goto('/training/mine');
  await press(button(page, m.training_feed_open()));
  const address = await page.locator('main code').innerText();
  const feed = await page.request.get(address);
  expect(feed.headers()['content-type']).toContain('text/calendar');
  expect(await feed.text()).toContain('BEGIN:VCALENDAR');
  const again = await page.request.get(address, { headers: { 'if-none-match': feed.headers().etag! } });
  expect(again.status()).toBe(304);
  await page.goto('/training/mine');
  expect(await read(page)).not.toContain(address);
  await press(button(page, m.training_feed_close()));
  expect((await page.request.get(address)).status()).toBe(404);
});

/** A session that has begun and lasts an hour, by the clocks of the demonstration; a second one goes on after midnight where that is near. */
function spanAroundNow(): Record<string, string> {
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Africa/Nairobi', hour: '2-digit' }).format()
  );
  const at = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  if (hour < 22) return { day_0: day(), from_0: at(hour), to_0: at(hour + 2) };
  const first = { day_0: day(), from_0: at(hour), to_0: '23:59' };
  return { ...first, day_1: day(1), from_1: '00:00', to_1: '01:00' };
}
