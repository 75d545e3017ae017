import { expect, test } from 'vitest';
import { m } from '#messages';
import type { Day } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { inBrowser } from '#platform/testing/browser.ts';
import { button, day, fillIn, link, once, press, read, withoutScript } from './walk.ts';

const { open, as } = inBrowser();

const grant = once('Neighbours who listen');
const workshop = once('Listening well');

test('a grants manager records a donor’s grant with two budget lines', async () => {
  const page = await as('grants', withoutScript);
  await page.goto('/funding');
  await press(link(page, m.funding_new_grant()));
  await fillIn(page, {
    donor_name: once('Harbour Trust'),
    title: grant,
    purpose: 'Peers trained and supervised in two districts.',
    total: '30000',
    starts_on: day(-30),
    ends_on: day(335),
    code_0: 'TRAIN',
    name_0: 'Training',
    amount_0: '20000',
    code_1: 'SUPER',
    name_1: 'Supervision',
    amount_1: '10000'
  });
  await press(button(page, m.funding_record()));
  const said = await read(page);
  for (const part of [grant, 'TRAIN', 'Training', 'SUPER', 'Supervision', m.funding_grant_recorded()])
    expect(said).toContain(part);
});

test('a grant whose lines do not add up is refused with the reason, and what was typed stays', async () => {
  const page = await as('grants', withoutScript);
  await page.goto('/funding/grants/new');
  await fillIn(page, {
    donor_name: 'Harbour Trust',
    title: 'Too much',
    purpose: 'x',
    total: '100',
    starts_on: day(),
    ends_on: day(30),
    code_0: 'A',
    name_0: 'A',
    amount_0: '200'
  });
  await press(button(page, m.funding_record()));
  expect(await page.locator('main [role=alert], main .notice').first().innerText()).not.toBe('');
  expect(await page.locator('input[name=title]').inputValue()).toBe('Too much');
});

test('a coordinator schedules a workshop on the line, a supporter takes a seat, the trainer marks who came, and its cost is posted', async () => {
  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/training');
  await press(link(coordinator, m.training_new()));
  const paysFor = await coordinator
    .locator('select[name=line] option', { hasText: grant })
    .first()
    .innerText();
  await fillIn(coordinator, {
    title: workshop,
    aims: 'Stay with somebody who is sad.',
    kind: await coordinator.locator('select[name=kind] option').nth(1).innerText(),
    line: paysFor.trim(),
    venue: 'Mlimani community hall',
    language: 'English',
    seats: '2',
    day_0: day(),
    from_0: '00:00',
    to_0: '08:00',
    day_1: day(1),
    from_1: '09:00',
    to_1: '15:00'
  });
  await coordinator.getByLabel('Ines Cardoso').check();
  await press(button(coordinator, m.training_schedule()));
  expect(await read(coordinator)).toContain(m.training_scheduled());
  const address = new URL(coordinator.url()).pathname;

  const supporter = await as('supporter', withoutScript);
  await supporter.goto(address);
  await press(button(supporter, m.training_enrol()));
  expect(await read(supporter)).toContain(m.training_place_seat());

  const trainer = await as('trainer', withoutScript);
  await trainer.goto(`${address}/attendance`);
  await press(trainer.locator('main header a'));
  await trainer
    .getByRole('group', { name: 'Amina Diallo' })
    .first()
    .getByLabel(m.training_present(), { exact: true })
    .check();
  await press(button(trainer, m.training_save_attendance()));
  const register = await read(trainer);
  for (const part of [m.training_attendance_saved(), m.training_register(), 'Amina Diallo', '100%'])
    expect(register).toContain(part);
  await trainer.goto(address);
  await fillIn(trainer, { amount: '120.50', on: day(), description: 'Room and lunch' });
  await press(button(trainer, m.training_post_cost()));
  const said = await read(trainer);
  expect(said).toContain(m.training_cost_posted());
  expect(said).toContain('120.50');
});

test('an assessor scores a role-play by ticking what was seen, a second agrees, and the certificate that follows can be checked by anybody', async () => {
  const assessor = await as('assessor', withoutScript);
  await assessor.goto('/competence/assess');
  await fillIn(assessor, { person: 'Daudi Komba', secondAssessor: 'Hodan Warsame' });
  await press(button(assessor, m.competence_begin()));
  await tickAll(assessor, ['basic']);
  await press(button(assessor, m.competence_hand_in()));
  expect(await read(assessor)).toContain(m.competence_agreement_waiting());

  const second = await as('assessor2', withoutScript);
  await press(second.locator('main a[href^="/competence/assessments/"]').first());
  await tickAll(second, ['basic']);
  await press(button(second, m.competence_hand_in()));
  expect(await read(second)).toContain(m.competence_agreement_title());

  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/competence?q=Daudi');
  await press(link(coordinator, 'Daudi Komba'));
  await press(link(coordinator, m.competence_issue()));
  await coordinator.goto(`${new URL(coordinator.url()).pathname}?role=practitioner`);
  await fillIn(coordinator, { hours: '60' });
  await press(button(coordinator, m.competence_issue()));
  expect(await read(coordinator)).toContain(m.competence_issued());
  const pdf = await coordinator.request.get(`${coordinator.url()}/pdf`);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');

  const stranger = await open(withoutScript);
  await stranger.goto(await coordinator.locator('main a[href*="/verify/"]').innerText());
  const shown = await read(stranger);
  expect(shown).toContain(m.competence_verify_valid({ day: formatDay(day() as Day) }));
  expect(shown).not.toContain('Daudi');
});

async function tickAll(page: Awaited<ReturnType<typeof open>>, columns: string[]): Promise<void> {
  for (const column of columns)
    for (const tick of await page.locator(`fieldset.${column} input`).all()) await tick.check();
}
