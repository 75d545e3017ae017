/** The shared plan: step nine. */
import type { Browser } from './browser.ts';
import { known, type Step } from './walk.ts';

const goal = 'Sleep through the night again';
const step = 'Walk together on Friday';
// What the supporter wrote in the session’s note.
const privateNote = 'Sleep, and worry about work.';

export const planSteps: Step[] = [
  {
    name: 'The person and their supporter write a plan together',
    walk: async (walk) => {
      const { phone } = walk;
      await phone.open('/my/plan');
      await phone.send({ text: goal }, { action: '?/write', holding: { kind: 'goal' } });
      const helper = await openPlan(await walk.as('supporter'), known(walk, 'pseudonym'));
      await helper.send({ text: step }, { action: '?/write', holding: { kind: 'step' } });
      await phone.open('/my/plan');
      phone.expectWords(goal);
      phone.expectWords(step);
    }
  },
  {
    name: 'A clinician who is invited sees plan and scores, not the note; taking that back ends it at once',
    walk: async (walk) => {
      const { phone } = walk;
      await phone.open('/my/plan/share');
      const whom = phone.page.querySelector('main [name="with"][value]')?.getAttribute('value');
      if (!whom) throw new Error('There is nobody to invite.');
      await phone.send({ with: whom, scope: 'plan-and-scores', purpose: 'My next visit' }, { field: 'with' });

      const clinician = await openPlan(await walk.as('clinician'), known(walk, 'pseudonym'));
      for (const words of [goal, step, 'PHQ-9']) clinician.expectWords(words);
      if (clinician.words.includes(privateNote)) throw new Error('The clinician sees the supporter’s note.');
      const plan = clinician.url.pathname;

      await phone.open('/my/plan');
      await phone.send({}, { action: '?/withdraw' });
      if (!(await clinician.isTurnedAway(plan))) throw new Error('The clinician still sees the plan.');
    }
  }
];

async function openPlan(browser: Browser, pseudonym: string): Promise<Browser> {
  await browser.open('/care-plans');
  const row = browser.page.querySelectorAll('main tbody tr').find(({ text }) => text.includes(pseudonym));
  if (!row) throw new Error(`No plan of ${pseudonym} is listed.`);
  return browser.open(row.querySelector('a')!.getAttribute('href')!);
}
