import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock } from '#platform/clock/index.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { bringIn as bringInList } from '#platform/testing/bring-in.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { concernsVisibleTo } from './index.server.ts';

const database = onDatabase();

const bringIn = (place: Pick<Village, 'as'>, person: Person, text: string) =>
  bringInList(place, person, { kind: 'encounters', text });

async function home() {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const lea = await place.person('Lea', 'safeguarding-lead');
  await place.person('Amina Diallo', 'supporter');
  return { ...place, cora, lea };
}

const headers = 'Code;Supporter;Date;Minutes;Type;PHQ-9;GAD-7;Notes;Ended;Age\n';

const pagesNow = ({ asSystem }: Village) =>
  asSystem((tx) => tx.selectFrom('concern_pages').select('step').execute());

test('old answers that speak of self-harm are told before, raise one concern a person, and call nobody at night', async () => {
  moveClock(new Date('2026-11-21T23:30:00Z'));
  const here = await home();
  const dark = '1 1 1 1 1 1 1 1 2';
  const { refusal, problems } = await bringIn(
    here,
    here.cora,
    `${headers}A;Amina Diallo;2025-03-03;30;;${dark};;;;\nA;Amina Diallo;2025-03-10;30;;${dark};;;;\nB;Amina Diallo;2025-03-03;30;;26;;;;`
  );
  expect(refusal).toBeNull();
  expect(problems).toMatchObject([{ weight: 'note', why: expect.stringMatching(/^3 old answers/) }]);
  const concerns = await here.as(here.lea, (tx) => concernsVisibleTo(tx, here.lea).execute());
  expect(concerns.map(({ about_name, urgency }) => `${about_name} ${urgency}`).sort()).toEqual([
    'A priority',
    'B priority'
  ]);
  await sweepNow(database.database, 'escalate');
  expect(await pagesNow(here)).toEqual([]);
  moveClock(new Date('2026-11-22T09:00:30Z'));
  await sweepNow(database.database, 'escalate');
  expect((await pagesNow(here)).length).toBeGreaterThan(0);
});

test('an answer of these days speaks of self-harm: somebody is called at once, whoever brought it in', async () => {
  const here = await home();
  const recent = addDays(dayIn('UTC'), -2);
  const { refusal, problems } = await bringIn(
    here,
    here.cora,
    `${headers}A;Amina Diallo;${recent};30;;1 1 1 1 1 1 1 1 1;;;;`
  );
  expect(refusal).toBeNull();
  expect(problems).toMatchObject([{ weight: 'note', column: 'PHQ-9' }]);
  await sweepNow(database.database, 'escalate');
  expect((await pagesNow(here)).length).toBeGreaterThan(0);
  const concerns = await here.as(here.lea, (tx) => concernsVisibleTo(tx, here.lea).execute());
  expect(concerns).toMatchObject([{ urgency: 'immediate' }]);
});
