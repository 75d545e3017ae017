/** From the grant to the certificate: steps one to three. */
import { addDays, dayIn } from '#platform/clock/index.ts';
import { known, type Step } from './walk.ts';

const zone = 'Africa/Nairobi';
const helper = 'Amina Diallo';

export const learningSteps: Step[] = [
  {
    name: 'A grants manager records a grant with two budget lines',
    walk: async (walk) => {
      const grants = await (await walk.as('grants')).open('/funding/grants/new');
      const today = dayIn(zone);
      await grants.send(
        {
          donor_name: 'Harbour Light Fund',
          title: 'A journey walked by hand',
          purpose: 'Training and peer support in one district.',
          currency: 'USD',
          total: '9000',
          starts_on: addDays(today, -30),
          ends_on: addDays(today, 300),
          ...{ code_0: 'WALK-T', name_0: 'Training', amount_0: '6000' },
          ...{ code_1: 'WALK-S', name_1: 'Supervision', amount_1: '3000' }
        },
        { field: 'code_0' }
      );
      grants.expectWords('WALK-T');
      grants.expectWords('WALK-S');
      walk.known.set('grant', grants.url.pathname);
    }
  },
  {
    name: 'A coordinator schedules a workshop on a line; a supporter enrols',
    walk: async (walk) => {
      const coordinator = await (await walk.as('coordinator')).open('/training/workshops/new');
      const today = dayIn(zone);
      await coordinator.send(
        {
          title: 'Listening, walked by hand',
          aims: 'Listening first.',
          kind: coordinator.page.querySelectorAll('[name="kind"] option')[1]!.getAttribute('value')!,
          line: coordinator.choiceNamed('line', 'WALK-T'),
          venue: 'Mlimani community hall',
          language: 'en',
          seats: '8',
          ...{ day_0: addDays(today, -1), from_0: '09:00', to_0: '12:00' },
          ...{ day_1: addDays(today, 2), from_1: '09:00', to_1: '12:00' }
        },
        { field: 'day_0' }
      );
      walk.known.set('workshop', coordinator.url.pathname);
      const supporter = await (await walk.as('supporter')).open(coordinator.url.pathname);
      await supporter.send({}, { action: '?/enrol' });
      supporter.form({ action: '?/cancel' });
    }
  },
  {
    name: 'Attendance is marked and the cost is posted on the line',
    walk: async (walk) => {
      const coordinator = await (await walk.as('coordinator')).open(`${known(walk, 'workshop')}/attendance`);
      await coordinator.follow(`${known(walk, 'workshop')}/attendance/`);
      const sheet = coordinator.url.pathname;
      const presences = () => coordinator.page.querySelectorAll('input[name^="presence_"]');
      const presence = presences()[0]!.getAttribute('name')!;
      await coordinator.send({ [presence]: 'present' }, { field: presence });
      await coordinator.open(sheet);
      const marked = coordinator.page.querySelector(`[name="${presence}"][checked]`);
      if (marked?.getAttribute('value') !== 'present') throw new Error('The attendance was not kept.');
      await coordinator.open(known(walk, 'workshop'));
      await coordinator.send({ amount: '240.50', description: 'Hall and lunch' }, { action: '?/cost' });
      coordinator.expectWords(/240\.50/);
      const grants = await (await walk.as('grants')).open(known(walk, 'grant'));
      grants.expectWords(/240\.50/);
    }
  },
  {
    name: 'Two assessors tick what they saw; levels are derived and their agreement is shown',
    walk: async (walk) => {
      const first = await (await walk.as('assessor')).open('/competence/assess');
      const helperId = first.choiceNamed('person', helper);
      walk.known.set('helper', helperId);
      await first.send(
        { person: helperId, secondAssessor: first.choiceNamed('secondAssessor', 'Hodan Warsame') },
        { field: 'person' }
      );
      const behaviours = (column: string) =>
        first.page
          .querySelectorAll(`fieldset.${column} [name="tick"]`)
          .map((tick) => tick.getAttribute('value')!);
      const basic = behaviours('basic');
      const advanced = behaviours('advanced');
      await first.send({ tick: basic }, { action: '?/record' });
      walk.known.set('assessment', first.url.pathname);
      const second = await (await walk.as('assessor2')).open('/today');
      await second.follow('/competence/assessments/');
      await second.send({ tick: [...basic, advanced[0]!, advanced[1]!] }, { action: '?/record' });
      await first.open(known(walk, 'assessment'));
      first.expectWords(/ICC/);
    }
  },
  {
    name: 'A certificate is issued; anybody can verify it and it prints as PDF',
    walk: async (walk) => {
      const coordinator = await (
        await walk.as('coordinator')
      ).open(`/competence/people/${known(walk, 'helper')}/certify`);
      await coordinator.send({ hours: '44' }, { field: 'hours' });
      const { type, bytes } = await coordinator.download(`${coordinator.url.pathname}/pdf`);
      if (!type.includes('pdf') || !bytes.subarray(0, 4).equals(Buffer.from('%PDF')))
        throw new Error('The certificate is no PDF.');
      const address = coordinator.page.querySelector('a.address')!.getAttribute('href')!;
      const anybody = await walk.phone.open(new URL(address).pathname);
      anybody.expectWords('It is valid today');
    }
  }
];
