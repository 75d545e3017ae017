/** A workshop by invitation in a room of its own, what it pays, and what it cost: coordinator, supporter, grants manager. */
import { expect, test } from 'vitest';
import { m } from '#messages';
import { inBrowser } from '#platform/testing/browser.ts';
import { button, day, fillIn, link, once, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();

const grant = once('Neighbours who meet');
const venue = once('The mill');
const room = 'Upstairs';
const other = 'Downstairs';
const workshop = once('Leading a circle');
let address = '';

const plan = (title: string) => ({
  title,
  aims: 'Opening, keeping and closing a circle.',
  language: 'English',
  seats: '4',
  // Apart from all the days near today on which other tests have the same people learn.
  day_0: day(-16),
  from_0: '05:00',
  to_0: '07:00',
  day_1: day(30),
  from_1: '09:00',
  to_1: '15:00'
});

test('a grants manager raises a grant with the reason, and adds a line', async () => {
  const page = await as('grants', withoutScript);
  await page.goto('/funding/grants/new');
  await fillIn(page, {
    donor_name: once('Mill Trust'),
    title: grant,
    purpose: 'Groups that meet.',
    total: '1000',
    starts_on: day(-30),
    ends_on: day(335),
    code_0: 'TRAIN',
    name_0: 'Training',
    amount_0: '1000'
  });
  await press(button(page, m.funding_record()));
  await press(link(page, m.funding_grant_amend()));
  await fillIn(page, { total: '900', reason: 'The donor gives less' });
  await press(button(page, m.funding_line_amend_save()));
  expect(await read(page)).toContain(m.funding_refusal_less_than_lines());
  await fillIn(page, { total: '1500', reason: 'The donor gives more' });
  await press(button(page, m.funding_line_amend_save()));
  expect(await read(page)).toContain('1,500.00');
  await press(link(page, m.funding_grant_amend()));
  await fillIn(page, { code: 'TRAVEL', name: 'Travel', amount: '500', line_reason: 'Far villages' });
  await press(button(page, m.funding_line_add()));
  expect(await read(page)).toContain('TRAVEL');
});

test('a coordinator adds two rooms and plans in both, a day in each; a second workshop at that time is refused, and told why', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto('/training/rooms');
  await fillIn(page, { venue_name: venue, directions: 'By the bridge' });
  await press(button(page, m.training_venue_add()));
  await fillIn(page, { name: room, seats: '12', venue, accessible: ['step-free'] });
  await press(button(page, m.training_room_add()));
  expect(await read(page)).toContain(m.training_room_added());
  await fillIn(page, { name: other, seats: '12', venue });
  await press(button(page, m.training_room_add()));

  const schedule = async (title: string) => {
    await page.goto('/training/workshops/new');
    const choice = async (name: string, hasText: string) =>
      (await page.locator(`select[name=${name}] option`, { hasText }).first().innerText()).trim();
    await fillIn(page, {
      ...plan(title),
      kind: await choice('kind', m.training_kind_other()),
      line: await choice('line', grant),
      room: await choice('room', `${room}, ${venue}`),
      room_1: await choice('room_1', `${other}, ${venue}`)
    });
    if (title === workshop) await page.getByLabel(m.training_by_invitation()).check();
    await press(button(page, m.training_schedule()));
  };
  await schedule(workshop);
  const said = await read(page);
  for (const part of [
    `${room}, ${venue}`,
    `${other}, ${venue}`,
    m.training_access_step_free(),
    m.training_by_invitation()
  ])
    expect(said).toContain(part);
  address = new URL(page.url()).pathname;
  await schedule('Another');
  expect(await read(page)).toContain(workshop);
  expect(await page.locator('input[name=title]').inputValue()).toBe('Another');
  // Only days still to come are changed, so the second is the first there.
  await page.goto(`${address}/change`);
  expect(await page.locator('select[name=room_0] option:checked').innerText()).toContain(other);
});

test('another line may pay as long as nothing is charged', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto(address);
  await press(link(page, m.training_line_change()));
  const line = await page.locator('select[name=line] option', { hasText: `${grant}: TRAVEL` }).innerText();
  await fillIn(page, { line: line.trim(), reason: 'Most of it is the way there' });
  await press(button(page, m.training_line_change_save()));
  expect(await read(page)).toContain('TRAVEL');
});

test('a class is put on the list at once, and the rest of it waits; another day, nobody is left to teach it', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto('/training/workshops/new');
  const title = once('A whole class');
  const other = {
    venue: 'The school',
    kind: m.training_kind_other(),
    language: 'Swahili',
    also_in: ['fr', 'en']
  };
  await fillIn(page, {
    ...plan(title),
    ...other,
    seats: '2',
    day_0: day(40),
    day_1: day(41)
  });
  await page.getByLabel('Ines Cardoso').check();
  await press(button(page, m.training_schedule()));
  for (const part of ['Swahili', 'French', 'Ines Cardoso']) expect(await read(page)).toContain(part);
  await press(link(page, m.training_people_see()));
  for (const index of [0, 1, 2]) await page.locator('input[name=people]').nth(index).check();
  await press(button(page, m.training_enrol_other_put()));
  expect(await read(page)).toContain(m.training_enrol_other_done({ seated: 2, waiting: 1 }));
  await press(page.locator('main ul').first().getByRole('button').first());
  expect(await read(page)).toContain(m.training_seats_progress({ taken: 2, seats: 2, waiting: 0 }));
  await press(link(page, title));
  await press(link(page, m.training_trainers_change()));
  await page.getByLabel('Ines Cardoso').uncheck();
  await press(button(page, m.training_trainers_save()));
  const said = await read(page);
  expect(said).toContain(m.training_trainers_saved());
  expect(said).not.toContain('Ines Cardoso');
});

test('who was not asked takes no seat; who was asked says yes and has one', async () => {
  const other = await as('practitioner', withoutScript);
  await other.goto(address);
  expect(await read(other)).toContain(m.training_refusal_by_invitation());

  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto(`${address}/invitations`);
  for (const more of await coordinator.locator('main details summary').all()) await more.click();
  for (const name of ['Amina Diallo', 'Daudi Komba'])
    await coordinator.getByLabel(name, { exact: true }).check();
  await press(button(coordinator, m.training_invite()));
  expect(await read(coordinator)).toContain(m.training_invitation_unanswered());

  const supporter = await as('supporter', withoutScript);
  await supporter.goto('/training/mine');
  await press(link(supporter, workshop));
  await press(button(supporter, m.training_invitation_accept()));
  expect(await read(supporter)).toContain(m.training_place_seat());
});

test('an invitation is taken back, and whoever was invited reads why', async () => {
  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto(`${address}/invitations`);
  await fillIn(coordinator, { invitation: 'Daudi Komba', reason: 'Your turn is in spring' });
  await press(button(coordinator, m.training_invitation_withdraw()));
  expect(await read(coordinator)).toContain(m.training_invitation_withdrawn());

  const practitioner = await as('practitioner', withoutScript);
  await practitioner.goto(address);
  const said = await read(practitioner);
  for (const part of ['Your turn is in spring', m.training_refusal_by_invitation()])
    expect(said).toContain(part);
});

test('a day somebody came is paid once, by a list to sign', async () => {
  const page = await as('coordinator', withoutScript);
  await page.goto(`${address}/attendance`);
  await press(page.locator('main header a'));
  const attendance = page.getByRole('group', { name: 'Amina Diallo' }).first();
  await attendance.getByLabel(m.training_partly(), { exact: true }).check();
  await attendance.getByLabel(m.training_partly_hours()).fill('1');
  await press(button(page, m.training_save_attendance()));
  expect(await read(page)).toContain(m.training_register());
  expect(await page.locator('main tbody tr', { hasText: 'Amina Diallo' }).innerText()).toContain('50%');
  await page.goto(address);
  await press(link(page, m.training_money()));
  await fillIn(page, { fee: '5', stipend: '10', travel: '2.50', reason: 'As last year' });
  await press(button(page, m.training_terms_set()));
  expect(await read(page)).toContain('12.50');
  const paper = await page.request.get(`${address}/money/list.pdf`);
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
  await press(button(page, m.training_stipend_pay()));
  const said = await read(page);
  expect(said).toContain(m.training_stipend_paid());
  expect(said).toContain(m.training_stipend_none_due());
  await fillIn(page, { person: 'Amina Diallo', amount: '5' });
  await press(button(page, m.training_fee_receive()));
  expect(await read(page)).toContain(m.training_fee_received());
  await page.goto(`${address}/line`);
  expect(await read(page)).toContain(m.training_refusal_already_charged());
});

test('a grants manager goes from a budget line down to who was made competent, and back to the grant', async () => {
  const page = await as('grants', withoutScript);
  await page.goto('/training/cost?by=line');
  await press(link(page, 'COACH · Coaching and assessment'));
  await press(page.locator('main tbody a').first());
  const said = await read(page);
  for (const part of [m.training_cost_per_trained(), m.training_cost_per_competent(), m.training_cost_rule()])
    expect(said).toContain(part);
  await press(page.locator('main a[href^="/training/cost/people/"]').first());
  expect(await read(page)).toContain(m.training_cost_person());
  await press(page.locator('main a[href^="/funding/grants/"]').first());
  expect(new URL(page.url()).pathname).toMatch(/^\/funding\/grants\//);
  const table = await page.request.get('/training/cost.csv?by=line');
  expect(await table.text()).toContain('COACH');
});
