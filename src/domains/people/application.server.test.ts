import { expect, test } from 'vitest';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  acceptApplication,
  applicationsVisibleTo,
  applyToSupport,
  declineApplication,
  openInvitations,
  todayFor
} from './index.server.ts';

const database = onDatabase();

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
