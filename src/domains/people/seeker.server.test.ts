import { expect, test } from 'vitest';
import { auditOf } from '#platform/audit/index.server.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aboutMe, eraseMyself, joinAsSeeker, leaveContact, profileOf } from './index.server.ts';

const database = onDatabase();

async function newcomer() {
  const here = await village(database);
  const id = newId();
  const seeker = {
    id,
    organisation: here.organisation,
    pseudonym: 'Calm Heron 482',
    language: 'sw',
    languages: ['sw', 'en'],
    ageBand: 'under-18' as const
  };
  const join = () =>
    speakAs(database.database, { visitor: true, organisation: here.organisation }, (tx) =>
      joinAsSeeker(tx, seeker)
    );
  const tenant = { id: here.organisation, slug: '', name: '', timeZone: 'UTC', currency: 'USD' };
  return {
    ...here,
    seeker,
    join,
    me: { id, name: seeker.pseudonym, roles: ['seeker' as const], organisation: tenant }
  };
}

test('somebody asks for support without a name and becomes a seeker, and nothing else, once', async () => {
  const { join, as, me } = await newcomer();
  await join();
  await join();
  const mine = await as(me, (tx) => aboutMe(tx, me));
  expect(mine).toMatchObject({
    self: { name: 'Calm Heron 482', kind: 'seeker', language: 'sw' },
    memberships: [{ role: 'seeker', until: null }]
  });
  expect(await as(me, (tx) => profileOf(tx, me.id))).toMatchObject({
    languages: ['sw', 'en'],
    ageBand: 'under-18'
  });
});

test('a visitor cannot make anybody a colleague on the way', async () => {
  const { organisation } = await newcomer();
  const asVisitor = (work: Parameters<typeof speakAs<unknown>>[2]) =>
    speakAs(database.database, { visitor: true, organisation }, work);
  const id = newId();
  await expect(
    asVisitor((tx) =>
      tx.insertInto('people').values({ id, name: 'Mallory', kind: 'staff', created_at: new Date() }).execute()
    )
  ).rejects.toThrow(/row-level security/);
});

test('erasing leaves nothing to read: not the name, not the contact, not what was sealed', async () => {
  const { join, as, asSystem, me, organisation } = await newcomer();
  await join();
  const place = { column: 'sealed_contacts.contact', row: newId() } as const;
  const note = await as(me, async (tx) => {
    await leaveContact(tx, 'my sister', me);
    return seal(tx, me.id, 'a note about me', place);
  });
  await as(me, (tx) => eraseMyself(tx, me));
  expect(await asSystem((tx) => reveal(tx, me.id, [{ text: note, place }]))).toEqual([null]);
  const left = await asSystem(async (tx) => ({
    person: await tx.selectFrom('people').select('name').where('id', '=', me.id).executeTakeFirstOrThrow(),
    profile: await profileOf(tx, me.id),
    open: await tx
      .selectFrom('memberships')
      .select('id')
      .where('person_id', '=', me.id)
      .where('until', 'is', null)
      .execute(),
    events: await tx
      .selectFrom('domain_events')
      .select('payload')
      .where('name', '=', 'people.erased')
      .where('organisation_id', '=', organisation)
      .execute()
  }));
  expect(left.person.name).toMatch(/^erased-/);
  expect(left.profile).toMatchObject({ languages: [], placeId: null });
  expect(left.open).toEqual([]);
  expect(left.events).toEqual([{ payload: { person: me.id } }]);
  const contacts = await database.owner.query('select from sealed_contacts where person_id = $1', [me.id]);
  expect(contacts.rowCount).toBe(0);
});

test('a seeker sees who looked at their record', async () => {
  const { join, as, me } = await newcomer();
  await join();
  expect((await as(me, (tx) => auditOf(tx, me.id).execute())).map(({ action }) => action)).toEqual([
    'seeker.joined'
  ]);
});
