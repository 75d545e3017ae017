import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { attentionWords } from '#domains/supervision/index.ts';
import { m } from '#messages';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import { addressesOf, openPool, speakAs, type Database } from '#platform/database/index.server.ts';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { button, day, fillIn, link, onAPhone, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();
let database: Database;

beforeAll(() => {
  database = openPool(
    addressesOf(runningEmbedded(inject('data'))!, path.join(inject('data'), 'secrets', 'master-key'))
  );
});
afterAll(() => database.destroy());

/** The supporter's first person, ready to write down a session. */
async function atTheSession(visit = withoutScript as Parameters<typeof as>[1]): Promise<Page> {
  const page = await as('supporter', visit);
  await page.goto('/support');
  await press(page.locator('main tbody a').first());
  await press(link(page, m.support_record()));
  return page;
}

/** Answers PHQ-9: each item as given. */
async function answer(page: Page, answers: number[]): Promise<void> {
  await page.getByText(m.support_session_questionnaire({ name: 'PHQ-9' }), { exact: true }).click();
  for (const [index, value] of answers.entries())
    await page.locator(`input[name="phq-9.${index + 1}"][value="${value}"]`).check();
}

test('a supporter writes down a session with PHQ-9 between two visits', async () => {
  const page = await atTheSession({ ...withoutScript, ...onAPhone });
  const words = 'The harvest, and sleeping badly.';
  await fillIn(page, {
    day: day(-1),
    time: '10:30',
    minutes: '50',
    kind: 'home-visit',
    talkedAbout: words,
    helped: 'Walking.',
    nextStep: 'Walk again.',
    nextStepOn: day(6)
  });
  await answer(page, [1, 1, 1, 1, 1, 0, 0, 0, 0]);
  await press(button(page, m.support_session_keep()));
  const said = await read(page);
  expect(said).toContain(m.support_recorded());
  expect(said).not.toContain(words);
  await press(button(page, m.support_note_read()));
  expect(await read(page)).toContain(words);
});

test('a supporter who cannot use a pointer writes down a session with the keyboard alone', async () => {
  const page = await atTheSession({});
  await reach(page, 'input[name=time]');
  // Midnight is always past already.
  await page.keyboard.type('1200AM');
  await reach(page, 'textarea[name=talkedAbout]');
  await page.keyboard.type('Her brother.');
  expect(await barriersOn(page)).toEqual([]);
  await reach(page, 'main form > .button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/support\/[^/]+$/);
  expect(await read(page)).toContain(m.support_recorded());
});

test('an answer that speaks of dying calls the lead at once, and only two people together close it', async () => {
  const page = await atTheSession();
  await fillIn(page, { day: day(-1), time: '16:00', minutes: '45' });
  await answer(page, [1, 1, 1, 1, 1, 1, 0, 0, 2]);
  const before = new Date();
  await press(button(page, m.support_session_keep()));

  // The sweep that calls, by mail and on every page, looks every two seconds.
  await expect.poll(() => callsSince(before), { message: 'the lead has mail' }).toBeGreaterThan(0);
  const lead = await as('lead', withoutScript);
  expect(await lead.locator('a.alert').isVisible()).toBe(true);
  await press(lead.locator('main a[href^="/safeguarding/concerns/"]').first());
  const address = new URL(lead.url()).pathname;
  expect(await read(lead)).toContain(m.safeguarding_raised_by_answer());

  await press(button(lead, m.safeguarding_acknowledge()));
  await fillIn(lead, { done: 'Called; safe tonight, her aunt is with her.' });
  await press(button(lead, m.safeguarding_record_action()));
  await lead.getByText(m.safeguarding_propose_closing(), { exact: true }).first().click();
  await fillIn(lead, { outcome: 'safety-plan', because: 'She has a plan and knows whom to call.' });
  await press(button(lead, m.safeguarding_propose_closing()));
  expect(await read(lead)).toContain(m.safeguarding_closing_waits());
  expect(await lead.locator('[action="?/confirm"]').count(), 'alone there is nothing to press').toBe(0);
  const alone = await lead.request.post(`${address}?/confirm`, {
    form: { command: crypto.randomUUID() },
    headers: { origin: inject('origin'), accept: 'text/html' }
  });
  expect(await alone.text()).toContain(m.safeguarding_refusal_second_person_needed());

  const second = await as('supervisor', withoutScript);
  await second.goto(address);
  await press(button(second, m.safeguarding_confirm_closing()));
  expect(await read(second)).toContain(m.safeguarding_state_closed());
});

test('a supervisor sees who is missing supervision, the gate is closed to them and says so, and a session opens it', async () => {
  const supervisor = await as('supervisor', withoutScript);
  const item = supervisor.locator('main li', { hasText: attentionWords.overdue() }).first();
  const session = (await item.getByRole('link').getAttribute('href'))!;
  await supervisor.goto(session.replace('sessions/new?with=', 'people/'));
  const name = await supervisor.locator('h1').innerText();

  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/support/requests');
  const request = (await coordinator.locator('main tbody a').first().getAttribute('href'))!;
  const whyNot = coordinator.locator(`main dt:has(:text-is("${name}")) + dd`);
  await coordinator.goto(request);
  expect(await whyNot.innerText()).toBe(m.matching_coordinator_supervision_overdue());

  await supervisor.goto(session);
  await fillIn(supervisor, { kind: 'individual', on: day(), minutes: '480' });
  await press(button(supervisor, m.supervision_record()));
  expect(await read(supervisor)).toContain(m.supervision_recorded());
  await supervisor.goto('/today');
  const owing = supervisor
    .locator('main li', { hasText: name })
    .filter({ hasText: attentionWords.overdue() });
  expect(await owing.count(), 'nothing is owed any more').toBe(0);
  await coordinator.goto(request);
  expect(await whyNot.allInnerTexts()).not.toContain(m.matching_coordinator_supervision_overdue());
});

/** Mail waits in the outbox where no mail server is set: nothing of what it is about may be read in it. */
async function callsSince(since: Date): Promise<number> {
  const { id: organisation } = await speakAs(database, { visitor: true }, (tx) =>
    tx.selectFrom('organisations').select('id').where('slug', '=', 'green-valley').executeTakeFirstOrThrow()
  );
  const mails = await speakAs(database, { organisation, system: true }, (tx) =>
    tx.selectFrom('outgoing_mails').select(['subject', 'body']).where('written_at', '>=', since).execute()
  );
  for (const { subject, body } of mails) expect(`${subject} ${body}`).not.toMatch(/dying|suicid|PHQ|Heron/i);
  return mails.filter(({ subject }) => subject === m.safeguarding_page_subject()).length;
}

/** Tabs until that is in focus. */
async function reach(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < 120; tabs++) {
    if (await page.locator(`${selector}:focus`).count()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${selector} on ${page.url()}.`);
}
