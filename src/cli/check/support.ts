/** From asking for support to a recorded session: steps four to six. */
import { dayIn, now, timeIn } from '#platform/clock/index.ts';
import { type Browser, type Fields } from './browser.ts';
import { known, type Step } from './walk.ts';

const zone = 'Africa/Nairobi';
const supporter = 'Amina Diallo';
const start = '/o/green-valley/get-support';

/** PHQ-9 answers as the form's fields. */
const phq9 = (answers: number[]): Fields =>
  Object.fromEntries(answers.map((answer, index) => [`phq-9.${index + 1}`, String(answer)]));

export const supportSteps: Step[] = [
  {
    name: 'Somebody asks for support without a name, and is told the limits of confidentiality first',
    walk: async (walk) => {
      const { phone } = walk;
      await phone.open(start);
      expectCrisisContacts(phone);
      await phone.send({});
      await phone.send(
        { languages: ['sw', 'en'], minor: 'no', topics: firstOf(phone, 'topics'), wants: 'choose' },
        { field: 'languages' }
      );
      await phone.send(phq9([2, 2, 2, 2, 1, 2, 1, 1, 1]));
      expectCrisisContacts(phone);
      await phone.send({});
      const [pseudonym, passphrase] = phone.page.querySelectorAll('main dl dd').map((dd) => dd.text.trim());
      if (!pseudonym || !/^\p{L}+( \p{L}+){3,}$/u.test(passphrase ?? ''))
        throw new Error('No pseudonym and passphrase were shown.');
      walk.known.set('pseudonym', pseudonym);
      await phone.open('/my');
      expectCrisisContacts(phone);
    }
  },
  {
    name: 'The gate says who may take this person on, with reasons, and why not the others',
    walk: async (walk) => {
      const coordinator = await (await walk.as('coordinator')).open('/support/requests');
      const pseudonym = known(walk, 'pseudonym');
      const row = coordinator.page.querySelectorAll('main tr').find(({ text }) => text.includes(pseudonym));
      if (!row) throw new Error(`${pseudonym} is not among the requests.`);
      await coordinator.open(row.querySelector('a')!.getAttribute('href')!);
      const may = coordinator.page.querySelectorAll('main ol > li');
      const mayNot = coordinator.page.querySelectorAll('main dl dt');
      if (!may.length || may.some((candidate) => !candidate.querySelector('ul li')))
        throw new Error('Candidates come without reasons.');
      if (!mayNot.length || !coordinator.page.querySelector('main dl dd'))
        throw new Error('Nothing says why not the others.');
    }
  },
  {
    name: 'The person chooses, and is matched inside one transaction',
    walk: async (walk) => {
      const { phone } = walk;
      await phone.open('/my/choose');
      const person = phone.page.querySelectorAll('main li').find(({ text }) => text.includes(supporter));
      if (!person) throw new Error(`${supporter} is not offered.`);
      const id = person.querySelector('[name="supporter"]')!.getAttribute('value')!;
      await phone.send({}, { action: '?/choose', holding: { supporter: id } });
      if (phone.url.pathname !== '/my') throw new Error('The choice was refused.');
      phone.expectWords(supporter);
    }
  },
  {
    name: 'The supporter records a session with PHQ-9, item 9 above zero',
    walk: async (walk) => {
      const helper = await (await walk.as('supporter')).open('/support');
      const row = helper.page
        .querySelectorAll('main tr')
        .find(({ text }) => text.includes(known(walk, 'pseudonym')));
      if (!row) throw new Error('The new person is not among the supporter’s people.');
      await helper.open(row.querySelector('a')!.getAttribute('href')!);
      walk.known.set('relationship', helper.url.pathname);
      await helper.open(`${helper.url.pathname}/encounter`);
      await helper.send(sessionOf([2, 2, 2, 2, 2, 2, 2, 2, 1]), { field: 'talkedAbout' });
      helper.expectWords(/\b17\b/);
    }
  }
];

/** A session that began this minute: none may be before its match, or still to come. */
export function sessionOf(answers: number[]): Fields {
  return {
    day: dayIn(zone),
    time: timeIn(zone, now()),
    minutes: '45',
    talkedAbout: 'Sleep, and worry about work.',
    helped: 'Walking together.',
    nextStep: 'Walk again on Friday.',
    ...phq9(answers)
  };
}

function firstOf(browser: Browser, name: string): string {
  return browser.page.querySelector(`[name="${name}"]`)!.getAttribute('value')!;
}

function expectCrisisContacts({ page, url }: Browser): void {
  if (!page.querySelector('a[href^="tel:"]')) throw new Error(`${url.pathname} shows no crisis contacts.`);
}
