import { expect, test } from 'vitest';
import { m } from '#messages';
import { inBrowser } from '#platform/testing/browser.ts';
import { askForSupport } from './seeker.ts';
import { button, day, fillIn, link, onAPhone, press, read, withoutScript } from './walk.ts';

const { open, as } = inBrowser();

test('a clinician whom somebody invites sees the plan but not the supporter’s note, until the invitation is taken back', async () => {
  const seeker = await open({ ...onAPhone, ...withoutScript });
  const { pseudonym } = await askForSupport(seeker, 'choose');
  await seeker.goto('/my/choose');
  await press(button(seeker, m.support_choose_this({ name: 'Daudi Komba' })));
  const goal = 'Sleep through the night again';
  await seeker.goto('/my/plan');
  await fillIn(seeker, { text: goal });
  await press(button(seeker, m.care_plans_goal_add()));

  const supporter = await as('practitioner', withoutScript);
  await supporter.goto('/support');
  await press(link(supporter, pseudonym));
  await press(link(supporter, m.support_record()));
  const secret = 'What only the two of them know.';
  await fillIn(supporter, { day: day(-1), time: '10:00', minutes: '45', talkedAbout: secret });
  await press(button(supporter, m.support_session_keep()));
  await supporter.goto('/care-plans');
  await press(link(supporter, pseudonym));
  expect(await read(supporter)).toContain(goal);

  await seeker.goto('/my/plan/share');
  await seeker.locator('main [name=with][type=radio]').first().check();
  await fillIn(seeker, { purpose: 'To look at my sleep together.' });
  await press(button(seeker, m.care_plans_share_do()));
  expect(await read(seeker)).toContain(m.care_plans_share_done());

  const clinician = await as('clinician', withoutScript);
  await clinician.goto('/care-plans');
  await press(link(clinician, pseudonym));
  const plan = clinician.url();
  expect(await read(clinician)).toContain(goal);
  expect(await read(clinician)).not.toContain(secret);

  await press(seeker.locator('main [action="?/withdraw"] button').first());
  expect((await clinician.goto(plan))!.status(), 'at the very next request').toBe(404);
});
