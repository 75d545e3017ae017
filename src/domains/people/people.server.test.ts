import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { onDatabase, untilSomebodyWaits, village } from '#platform/testing/index.server.ts';
import {
  backgroundCheckOn,
  endRole,
  giveRole,
  languagesOf,
  listPeople,
  profileOf,
  recordBackgroundCheck,
  rolesOf,
  setProfile
} from './index.server.ts';

const database = onDatabase();

test('a coordinator finds people by name and role; a supporter sees colleagues but no seeker', async () => {
  const { person, as } = await village(database);
  const salma = await person('Salma', 'coordinator');
  const amina = await person('Amina 100%', 'supporter', 'mentor');
  await person('Calm Heron 482', 'seeker');
  const names = async (who: typeof salma, filter = {}) =>
    (await as(who, (tx) => listPeople(tx, who, filter).execute())).map(({ name }) => name);
  expect(await names(salma)).toEqual(['Amina 100%', 'Calm Heron 482', 'Salma']);
  expect(await names(salma, { role: 'mentor' })).toEqual(['Amina 100%']);
  expect(await names(salma, { search: '0%' })).toEqual(['Amina 100%']);
  expect(await names(salma, { search: '%a%' })).toEqual([]);
  expect(await names(amina)).toEqual(['Amina 100%', 'Salma']);
});

test('people of another organisation are not there', async () => {
  const [here, there] = [await village(database), await village(database)];
  const boss = await here.person('Boss', 'administrator');
  const stranger = await there.person('Stranger', 'supporter');
  expect(await here.as(boss, (tx) => listPeople(tx, boss, {}).execute())).toHaveLength(1);
  expect(
    await here.as(boss, (tx) => giveRole(tx, { id: newId(), subject: stranger.id, role: 'trainer' }, boss))
  ).toBe('not-a-colleague');
});

test('an administrator gives and ends roles; it is told who gave them', async () => {
  const { person, as } = await village(database);
  const boss = await person('Boss', 'administrator');
  const amina = await person('Amina', 'supporter');
  const id = newId();
  const give = () => as(boss, (tx) => giveRole(tx, { id, subject: amina.id, role: 'mentor' }, boss));
  expect(await give()).toBeNull();
  expect(await give(), 'sent twice').toBeNull();
  expect(await as(boss, (tx) => rolesOf(tx, amina.id, boss).execute())).toMatchObject([
    { role: 'mentor', given_by_name: 'Boss' },
    { role: 'supporter' }
  ]);
  expect(await as(boss, (tx) => endRole(tx, { membership: id, subject: amina.id }, boss))).toBeNull();
  const ended = await as(boss, (tx) => rolesOf(tx, amina.id, boss).execute());
  expect(ended.find(({ role }) => role === 'mentor')!.until).not.toBeNull();
});

test('a coordinator brings in supporters, and cannot make anybody an administrator, not even with SQL', async () => {
  const { person, as, organisation } = await village(database);
  const salma = await person('Salma', 'coordinator');
  const amina = await person('Amina', 'mentor');
  expect(
    await as(salma, (tx) => giveRole(tx, { id: newId(), subject: amina.id, role: 'supporter' }, salma))
  ).toBeNull();
  expect(
    await as(salma, (tx) => giveRole(tx, { id: newId(), subject: amina.id, role: 'administrator' }, salma))
  ).toBe('not-yours-to-give');
  const forced = as(salma, (tx) =>
    tx
      .insertInto('memberships')
      .values({
        organisation_id: organisation,
        id: newId(),
        person_id: salma.id,
        role: 'administrator',
        since: new Date()
      })
      .execute()
  );
  await expect(forced).rejects.toThrow(/row-level security/);
});

test('the last administrator cannot leave, and of two who end each other’s role one stays', async () => {
  const { person, as } = await village(database);
  const [one, two] = [await person('One', 'administrator'), await person('Two', 'administrator')];
  const roleId = async (of: typeof one) => (await as(one, (tx) => rolesOf(tx, of.id, one).execute()))[0]!.id;
  const [first, second] = [await roleId(one), await roleId(two)];
  // Whoever comes first has not finished before the other is at it, too.
  let alone = true;
  const endSlowly = (who: typeof one, membership: string, subject: string) =>
    as(who, async (tx) => {
      const refusal = await endRole(tx, { membership, subject }, who);
      if (alone) {
        alone = false;
        await untilSomebodyWaits(database);
      }
      return refusal;
    });
  const outcomes = await Promise.all([endSlowly(one, second, two.id), endSlowly(two, first, one.id)]);
  expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'last-administrator')).toHaveLength(1);
});

test('nobody records their own background check, not even with SQL', async () => {
  const { person, as, organisation } = await village(database);
  const boss = await person('Boss', 'administrator');
  const amina = await person('Amina', 'supporter');
  const made = { checkedOn: '2026-01-10', expiresOn: '2028-01-10', outcome: 'clear' } as const;
  expect(
    await as(boss, (tx) => recordBackgroundCheck(tx, { id: newId(), subject: amina.id, ...made }, boss))
  ).toBeNull();
  expect(
    await as(boss, (tx) => recordBackgroundCheck(tx, { id: newId(), subject: boss.id, ...made }, boss))
  ).toBe('own-check');
  const forced = as(boss, (tx) =>
    tx
      .insertInto('background_checks')
      .values({
        organisation_id: organisation,
        id: newId(),
        person_id: boss.id,
        checked_on: '2026-01-10',
        expires_on: '2028-01-10',
        outcome: 'clear',
        recorded_by: boss.id,
        recorded_at: new Date()
      })
      .execute()
  );
  await expect(forced).rejects.toThrow(/row-level security/);
  const on = (day: string) => as(boss, (tx) => backgroundCheckOn(tx, [amina.id, boss.id], day));
  expect((await on('2026-06-01')).get(amina.id)).toMatchObject({ stands: true, expiresOn: '2028-01-10' });
  expect((await on('2028-01-11')).get(amina.id)).toMatchObject({ stands: false });
  expect((await on('2026-06-01')).get(boss.id)).toBeNull();
});

test('a profile is seen by those who look after people, and changed by its owner and them', async () => {
  const { person, as } = await village(database);
  const salma = await person('Salma', 'coordinator');
  const [amina, other] = [await person('Amina', 'supporter'), await person('Other', 'supporter')];
  await as(amina, (tx) => setProfile(tx, amina.id, { languages: ['sw', 'en'] }, amina));
  await as(salma, (tx) => setProfile(tx, amina.id, { householdCode: 'H7' }, salma));
  expect(await as(salma, (tx) => profileOf(tx, amina.id))).toMatchObject({
    languages: ['sw', 'en'],
    householdCode: 'H7',
    ageBand: '18-or-over'
  });
  expect(await as(other, (tx) => profileOf(tx, amina.id))).toBeNull();
  expect((await as(salma, (tx) => languagesOf(tx, [amina.id, other.id]))).get(other.id)).toEqual([]);
  const listed = async (who: typeof salma) =>
    (await as(who, (tx) => listPeople(tx, who, { search: 'Amina' }).execute())).map(
      ({ languages }) => languages
    );
  expect(await listed(salma)).toEqual([['sw', 'en']]);
  expect(await listed(other)).toEqual([[]]);
  await expect(as(other, (tx) => setProfile(tx, amina.id, { languages: [] }, other))).rejects.toThrow(
    /row-level security/
  );
});
