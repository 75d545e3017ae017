import { expect, test } from 'vitest';
import { m } from '#messages';
import { inBrowser } from '#platform/testing/browser.ts';
import { button, fillIn, link, onAPhone, once, press, read, withoutScript } from './walk.ts';

const { open, as } = inBrowser();

test('somebody asks on the front page to become a supporter, and the coordinator invites them', async () => {
  const name = once('Neema Otieno');
  const page = await open({ ...onAPhone, ...withoutScript });
  await page.goto('/');
  await press(link(page, m.ui_front_become()));
  await fillIn(page, {
    name,
    email: `${once('neema').replace(' ', '.')}@example.org`,
    languages: ['sw'],
    why: 'My brother was helped here.'
  });
  await press(button(page, m.people_apply_send()));
  expect(await read(page)).toContain(m.people_apply_sent());

  const coordinator = await as('coordinator', withoutScript);
  await press(link(coordinator, m.people_applications_answer()));
  const theirs = coordinator.locator('main li', { hasText: name });
  await press(theirs.getByRole('button', { name: m.people_applications_accept() }));
  const said = await read(coordinator);
  expect(said).toContain(m.people_applications_accepted());
  expect(said).not.toContain(name);
  await coordinator.goto('/people/invite');
  expect(await read(coordinator)).toContain(name);
});

test('somebody who leaves out how to reach them is told beside the field, and what they wrote stays', async () => {
  const page = await open(withoutScript);
  await page.goto('/o/green-valley/become-a-supporter');
  await fillIn(page, { name: 'Neema', email: 'neema@', languages: ['sw'], why: 'To listen.' });
  // The server's answer is meant here, not the browser's own check.
  await page.locator('main form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await press(button(page, m.people_apply_send()));
  expect(await read(page)).toContain(m.people_apply_email_wrong());
  expect(await page.locator('textarea[name=why]').inputValue()).toBe('To listen.');
});
