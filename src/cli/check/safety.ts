/** Concerns and supervision: steps seven and eight. */
import type { HTMLElement } from 'node-html-parser';
import type { Browser } from './browser.ts';
import { eventually, known, type Step } from './walk.ts';

// The first page goes out by the next look of the clock, every few seconds.
const pageSecondsMax = 30;

export const safetySteps: Step[] = [
  {
    name: 'The answer raises a concern at once, and the person on call is paged',
    walk: async (walk) => {
      const lead = await walk.as('lead');
      await eventually(
        pageSecondsMax,
        async () => (await concernAbout(lead, known(walk, 'pseudonym'))) !== null,
        'No concern reached the person on call'
      );
      await lead.open('/today');
      if (!lead.page.querySelector('a[href^="/safeguarding/concerns/"]'))
        throw new Error('Today does not lead the person on call to the concern.');
      const administrator = await walk.as('administrator');
      await eventually(
        pageSecondsMax,
        () => wasWrittenTo(administrator, 'Tomás Rivera'),
        'No mail was written to the person on call'
      );
    }
  },
  {
    name: 'The concern is acknowledged, acted on, and closed by an outcome and a second person',
    walk: async (walk) => {
      const lead = await walk.as('lead');
      // The first answers and the session’s each raised one.
      for (let address; (address = await concernAbout(lead, known(walk, 'pseudonym')));) {
        await lead.open(address);
        await lead.send({}, { action: '?/acknowledge' });
        await lead.send({ done: 'Called, and made a plan for tonight.' }, { action: '?/act' });
        await lead.send(
          { outcome: 'safety-plan', because: 'Has a plan and somebody at home.' },
          { action: '?/propose' }
        );
        if (lead.page.querySelector('form[action="?/confirm"]'))
          throw new Error('Whoever proposes a closing can confirm it alone.');
        const second = await (await walk.as('coordinator')).open(address);
        await second.send({}, { action: '?/confirm' });
        await lead.open(address);
        if (!lead.page.querySelector('form[action="?/reopen"]'))
          throw new Error('The concern is not closed.');
      }
    }
  },
  {
    name: 'The supervisor sees supervision debt, records a session, and the debt falls',
    walk: async (walk) => {
      const supervisor = await (await walk.as('supervisor')).open('/supervision');
      const owing = supervisor.page.querySelectorAll('main tbody tr').find((row) => debtOf(row) > 0);
      if (!owing) throw new Error('Nobody owes any supervision.');
      const before = debtOf(owing);
      const page = owing.querySelector('a')!.getAttribute('href')!;
      const person = page.split('/').at(-1)!;
      await supervisor.open(`/supervision/sessions/new?with=${person}`);
      await supervisor.send(
        { kind: 'individual', attendees: person, minutes: '60', note: 'A hard week, talked through.' },
        { field: 'attendees' }
      );
      await supervisor.open('/supervision');
      const row = supervisor.page
        .querySelectorAll('main tbody tr')
        .find((tr) => tr.querySelector('a')?.getAttribute('href') === page);
      if (!row || debtOf(row) >= before) throw new Error(`The debt of ${before} did not fall.`);
    }
  }
];

/** The address of an open concern about this pseudonym, or null. */
async function concernAbout(lead: Browser, pseudonym: string): Promise<string | null> {
  await lead.open('/safeguarding');
  const row = lead.page.querySelectorAll('main tbody tr').find(({ text }) => text.includes(pseudonym));
  return row?.querySelector('a')?.getAttribute('href') ?? null;
}

async function wasWrittenTo(administrator: Browser, name: string): Promise<boolean> {
  await administrator.open('/admin/outbox');
  return administrator.words.includes(name);
}

// Person, attention, owed, received, debt: the fifth cell.
function debtOf(row: HTMLElement): number {
  return Number(row.querySelectorAll('td')[4]?.querySelector('.content')?.text.trim() ?? 0);
}
