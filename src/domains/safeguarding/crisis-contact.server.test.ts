import { expect, test } from 'vitest';
import { addDays, dayIn, moveClock } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  addCrisisContact,
  addStaffedHours,
  crisisContactsFor,
  putOnCall,
  setSafeguardingPolicy,
  somebodyThere,
  verifyCrisisContact
} from './index.server.ts';
import { safeguardingPolicyDefault } from './policy.ts';

const database = onDatabase();

test('a visitor sees a number only after somebody checked it, and no longer once the check is too old', async () => {
  const { person, as, organisation } = await village(database);
  const lea = await person('Lea', 'safeguarding-lead');
  const id = newId();
  const asVisitor = () =>
    speakAs(database.database, { visitor: true, organisation }, (tx) =>
      crisisContactsFor(tx, lea.organisation)
    );
  await as(lea, (tx) =>
    addCrisisContact(
      tx,
      { id, name: 'Night line', country: 'KE', phone: '1199', sms: null, hours: 'Day and night' },
      lea
    )
  );
  expect(await asVisitor()).toEqual([]);
  await as(lea, (tx) => verifyCrisisContact(tx, id, lea));
  expect(await asVisitor()).toMatchObject([{ name: 'Night line', phone: '1199' }]);
  moveClock(new Date(`${addDays(dayIn('UTC'), 180)}T12:00:00Z`));
  expect(await asVisitor()).toHaveLength(1);
  moveClock(new Date(`${addDays(dayIn('UTC'), 1)}T12:00:00Z`));
  expect(await asVisitor()).toEqual([]);
});

test('an organisation may ask for checks more often, from a day on', async () => {
  const { person, as } = await village(database);
  const lea = await person('Lea', 'safeguarding-lead');
  const id = newId();
  await as(lea, (tx) =>
    addCrisisContact(tx, { id, name: 'Line', country: 'KE', phone: null, sms: '555', hours: 'Nights' }, lea)
  );
  await as(lea, (tx) => verifyCrisisContact(tx, id, lea));
  const today = dayIn('UTC');
  const stricter = {
    ...safeguardingPolicyDefault,
    id: newId(),
    from: addDays(today, 10),
    crisisContactDays: 5,
    source: 'Our board',
    reason: 'A number changed'
  };
  await as(lea, (tx) => setSafeguardingPolicy(tx, stricter, lea));
  moveClock(new Date(`${addDays(today, 9)}T12:00:00Z`));
  expect(await as(lea, (tx) => crisisContactsFor(tx, lea.organisation))).toHaveLength(1);
  moveClock(new Date(`${addDays(today, 10)}T12:00:00Z`));
  expect(await as(lea, (tx) => crisisContactsFor(tx, lea.organisation))).toEqual([]);
});

test('a supporter can neither add nor verify a number', async () => {
  const { person, as } = await village(database);
  const sami = await person('Sami', 'supporter');
  const adding = as(sami, (tx) =>
    addCrisisContact(
      tx,
      { id: newId(), name: 'Trap', country: 'KE', phone: '666', sms: null, hours: 'Always' },
      sami
    )
  );
  await expect(adding).rejects.toThrow(/row-level security/);
});

test('a person seeking support is told whether somebody is there, not who', async () => {
  const { person, as } = await village(database);
  const lea = await person('Lea', 'safeguarding-lead');
  const baobab = await person('Baobab', 'seeker');
  const there = () => as(baobab, (tx) => somebodyThere(tx, 'UTC'));
  moveClock(new Date('2026-11-21T22:00:00Z'));
  expect(await there()).toBe(false);
  await as(lea, (tx) =>
    addStaffedHours(tx, { id: newId(), weekday: 6, opens: '21:00', closes: '23:00' }, lea)
  );
  expect(await there()).toBe(true);
  moveClock(new Date('2026-11-22T22:00:00Z'));
  expect(await there()).toBe(false);
  const shift = {
    id: newId(),
    person: lea.id,
    step: 'first' as const,
    startsAt: new Date('2026-11-22T20:00:00Z'),
    endsAt: new Date('2026-11-23T08:00:00Z')
  };
  await as(lea, (tx) => putOnCall(tx, shift, lea));
  expect(await there()).toBe(true);
  expect(await as(baobab, (tx) => tx.selectFrom('on_call_shifts').selectAll().execute())).toEqual([]);
});
