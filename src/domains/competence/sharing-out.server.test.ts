import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import {
  assessmentsToDo,
  keepDraft,
  observationsOf,
  sharedOut,
  shareOut,
  todayFor,
  type Share
} from './index.server.ts';
import { clinic, handIn, watch } from './watching.testing.server.ts';

const database = onDatabase();
const rubric = 'foundational-helping';

/** Cora shares out who assesses Sam and Tia on Friday week among Ada and Ben. */
async function aGroup() {
  const here = await clinic(database);
  const { as, cora, sam } = here;
  const tia = await here.person('Tia', 'supporter');
  const friday = addDays(dayIn('UTC'), 10);
  const share = (who: Person, ...assessors: Person[]): Share => ({
    ...{ id: newId(), person: who.id, assessors: assessors.map(({ id }) => id) },
    ...{ context: 'role-play', observedOn: friday }
  });
  const give = (shares: Share[], by = cora) => as(by, (tx) => shareOut(tx, { rubric, shares }, by));
  const listOf = async (assessor: Person) =>
    (await as(assessor, (tx) => assessmentsToDo(tx, assessor).execute())).map((one) => one.person_name);
  const standing = () => as(cora, (tx) => sharedOut(tx, { people: [sam.id, tia.id], rubric }, cora));
  const letters = () =>
    here.asSystem((tx) =>
      tx
        .selectFrom('outgoing_mails')
        .innerJoin('people', 'people.id', 'outgoing_mails.to_person_id')
        .select(['people.name', 'body'])
        .orderBy('outgoing_mails.id')
        .execute()
    );
  return { ...here, tia, friday, share, give, listOf, standing, letters };
}

test('each finds whom they were given on their list and Today, and hears of it by one mail that names nobody', async () => {
  const { as, ada, ben, sam, tia, friday, share, give, listOf, letters } = await aGroup();
  const shares = [share(sam, ada), share(tia, ada, ben)];
  expect(await give(shares)).toEqual({ changed: 2, refused: [] });
  expect(await give(shares)).toEqual({ changed: 0, refused: [] });
  expect([await listOf(ada), await listOf(ben)]).toEqual([['Sam', 'Tia'], ['Tia']]);
  const told = await letters();
  expect(told.map(({ name }) => name).sort()).toEqual(['Ada', 'Ben']);
  for (const { body } of told) expect(body).not.toMatch(/Sam|Tia/);
  // What lies ahead is not yet the day's work.
  const urgencies = async () =>
    (await as(ada, (tx) => todayFor(tx, ada)))
      .filter(({ key }) => key.startsWith('assessment-'))
      .map(({ urgency }) => urgency);
  expect(await urgencies()).toEqual(['when-free', 'when-free']);
  moveClock(new Date(`${friday}T08:00Z`));
  expect(await urgencies()).toEqual(['soon', 'soon']);
});

test('it is given to another with the role-play that was drawn, and both hear of it', async () => {
  const { ada, ben, sam, share, give, listOf, standing, letters } = await aGroup();
  await give([share(sam, ada)]);
  const drawn = (await standing()).get(sam.id)!.scenario;
  expect(drawn).not.toBeNull();
  expect(await give([share(sam, ben)])).toMatchObject({ changed: 1 });
  expect([await listOf(ada), await listOf(ben)]).toEqual([[], ['Sam']]);
  expect((await standing()).get(sam.id)).toMatchObject({ scenario: drawn, begun: false });
  expect((await letters()).map(({ name }) => name).sort()).toEqual(['Ada', 'Ada', 'Ben']);
  expect(await give([share(sam)])).toMatchObject({ changed: 1 });
  expect(await listOf(ben)).toEqual([]);
  // And back again: whoever lost it may be asked once more.
  expect(await give([share(sam, ada)])).toMatchObject({ changed: 1 });
  expect(await listOf(ada)).toEqual(['Sam']);
});

test('a day is moved for one and not for another, and whoever was asked hears of it', async () => {
  const { ada, ben, sam, tia, friday, share, give, standing, letters } = await aGroup();
  await give([share(sam, ada), share(tia, ben)]);
  const saturday = addDays(friday, 1);
  expect(await give([{ ...share(sam, ada), observedOn: saturday }, share(tia, ben)])).toMatchObject({
    changed: 1
  });
  const days = await standing();
  expect([sam, tia].map(({ id }) => days.get(id)!.observedOn)).toEqual([saturday, friday]);
  expect((await letters()).map(({ name }) => name).sort()).toEqual(['Ada', 'Ada', 'Ben']);
});

test('what somebody has begun stays with those who were asked, and keeps nobody else from being given on', async () => {
  const { as, ada, ben, sam, tia, cora, share, give, listOf } = await aGroup();
  await give([share(sam, ada), share(tia, ada)]);
  const [first] = await as(ada, (tx) => assessmentsToDo(tx, ada).execute());
  const draft = { ticks: [], itemTimes: {}, startedAt: new Date(), note: '', harmAnswers: {} };
  await as(ada, (tx) => keepDraft(tx, { assessment: first!.id, subject: sam.id }, draft, ada));
  expect(await give([share(sam, ben), share(tia, ben)])).toEqual({
    changed: 1,
    refused: [{ person: sam.id, refusal: 'begun' }]
  });
  expect([await listOf(ada), await listOf(ben)]).toEqual([['Sam'], ['Tia']]);
  // The database holds to it by itself.
  const taken = {
    organisation_id: cora.organisation.id,
    assessment_id: first!.id,
    cause: 'given-on',
    withdrawn_by: cora.id,
    withdrawn_at: new Date()
  };
  await expect(
    as(cora, (tx) => tx.insertInto('assessment_withdrawals').values(taken).execute())
  ).rejects.toThrow(/row-level security/);
});

test('nobody judges themselves, nor is judged by somebody who does not assess, nor half a year ahead', async () => {
  const { ada, sam, tia, cora, friday, share, give } = await aGroup();
  const shares = [share(ada, ada), share(sam, tia), share(tia, ada, ada)];
  expect((await give(shares)).refused).toEqual([
    { person: ada.id, refusal: 'oneself' },
    { person: sam.id, refusal: 'not-an-assessor' },
    { person: tia.id, refusal: 'asked-twice' }
  ]);
  expect((await give([{ ...share(sam, ada), observedOn: addDays(friday, 180) }])).refused).toMatchObject([
    { refusal: 'in-the-future' }
  ]);
  expect((await give([share(cora, ada)])).refused).toMatchObject([{ refusal: 'oneself' }]);
  expect((await give([share(sam, ada)], ada)).refused).toMatchObject([{ refusal: 'not-yours' }]);
});

test('what was planned and is seen sooner stands on the day it was seen, for both who watched', async () => {
  const here = await aGroup();
  const { as, ada, ben, sam, cora, friday, share, give } = here;
  await give([share(sam, ada, ben)]);
  for (const assessor of [ada, ben]) {
    const [mine] = await as(assessor, (tx) => assessmentsToDo(tx, assessor).execute());
    expect(await handIn(here, assessor, mine!.id)).toBeNull();
  }
  const [seen] = await as(cora, (tx) => observationsOf(tx, sam.id, cora));
  expect(seen).toMatchObject({ observedOn: dayIn('UTC') });
  expect(seen!.results.every(({ levels }) => levels)).toBe(true);
  expect(friday > seen!.observedOn).toBe(true);
});

test('the day of what was seen never changes otherwise', async () => {
  const here = await aGroup();
  const { as, ada, sam } = here;
  const mine = await watch(here, sam, { by: ada });
  const moved = (day: string) =>
    as(ada, (tx) => tx.updateTable('observations').set({ observed_on: day }).execute());
  await expect(moved(addDays(dayIn('UTC'), 1))).rejects.toThrow(/append-only/);
  await handIn(here, ada, mine);
  expect(await moved(addDays(dayIn('UTC'), -1))).toMatchObject([{ numUpdatedRows: 0n }]);
});
