import { expect, test } from 'vitest';
import { moveClock, now } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  acceptApplication,
  applicationsVisibleTo,
  applyToSupport,
  assemblePeople,
  declineApplication,
  openInvitations,
  todayFor
} from './index.server.ts';

const database = onDatabase();
assemblePeople();

async function somebodyAsks() {
  const { person, as } = await village(database);
  const coordinator = await person('Salma', 'coordinator');
  const organisation = coordinator.organisation.id;
  const application = {
    id: newId(),
    name: 'Neema Otieno',
    email: `Neema.${newId()}@Example.org`,
    phone: null,
    languages: ['sw'],
    why: 'My brother was helped here.',
    language: 'sw'
  };
  const asVisitor = <T>(work: Parameters<typeof speakAs<T>>[2]) =>
    speakAs(database.database, { visitor: true, organisation }, work);
  const ask = () => asVisitor((tx) => applyToSupport(tx, application, organisation));
  await ask();
  await ask();
  const waiting = (reader = coordinator) => as(reader, (tx) => applicationsVisibleTo(tx, reader).execute());
  return { application, as, asVisitor, coordinator, person, waiting };
}

test('somebody who asks to become a supporter is seen once by the coordinator, and by nobody else', async () => {
  const { as, asVisitor, coordinator, person, waiting } = await somebodyAsks();
  expect(await waiting()).toHaveLength(1);
  expect(await waiting(await person('Amina', 'supporter'))).toEqual([]);
  expect(await asVisitor((tx) => applicationsVisibleTo(tx, coordinator).execute())).toEqual([]);
  expect(await as(coordinator, (tx) => todayFor(tx, coordinator))).toHaveLength(1);
});

test('somebody who is accepted is invited as a supporter, once, and what they wrote is gone', async () => {
  const { application, as, coordinator, waiting } = await somebodyAsks();
  const accept = () =>
    as(coordinator, (tx) => acceptApplication(tx, { id: application.id, invitation: newId() }, coordinator));
  expect(await accept()).toBeNull();
  expect(await accept()).toBeNull();
  const invitations = await as(coordinator, (tx) => openInvitations(tx, coordinator).execute());
  expect(invitations.map(({ email, roles, language }) => ({ email, roles, language }))).toEqual([
    { email: application.email.toLowerCase(), roles: ['supporter'], language: 'sw' }
  ]);
  expect(await waiting()).toEqual([]);
});

test('somebody who is declined is thanked, and what they wrote is gone', async () => {
  const { application, as, coordinator, waiting } = await somebodyAsks();
  await as(coordinator, (tx) => declineApplication(tx, application.id, coordinator));
  expect(await waiting()).toEqual([]);
  const { rows } = await database.owner.query('select body from outgoing_mails where to_address = $1', [
    application.email.toLowerCase()
  ]);
  expect(rows).toHaveLength(1);
});

test('somebody nobody answers is reminded of after eleven weeks and erased after ninety days, and told so', async () => {
  const { application, coordinator, waiting } = await somebodyAsks();
  const daysLater = async (days: number) => {
    moveClock(new Date(now().getTime() + days * 86_400_000));
    await sweepNow(database.database, 'look-after-applications');
    await sweepNow(database.database, 'look-after-applications');
  };
  const mailsTo = async (column: 'to_person_id' | 'to_address', to: string) =>
    (await database.owner.query(`select from outgoing_mails where ${column} = $1`, [to])).rowCount;

  await daysLater(75);
  expect(await mailsTo('to_person_id', coordinator.id)).toBe(0);
  await daysLater(1);
  expect(await mailsTo('to_person_id', coordinator.id), 'one mail, however often one looks').toBe(1);
  await daysLater(13);
  expect(await waiting()).toHaveLength(1);
  await daysLater(1);
  expect(await waiting()).toEqual([]);
  expect(await mailsTo('to_address', application.email.toLowerCase())).toBe(1);
  moveClock();
});

test('an application is not erased before those who may answer had their notice, however long the worker slept', async () => {
  const { waiting } = await somebodyAsks();
  moveClock(new Date(now().getTime() + 200 * 86_400_000));
  await sweepNow(database.database, 'look-after-applications');
  expect(await waiting()).toHaveLength(1);
  moveClock(new Date(now().getTime() + 14 * 86_400_000));
  await sweepNow(database.database, 'look-after-applications');
  expect(await waiting()).toEqual([]);
  moveClock();
});
