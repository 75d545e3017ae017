import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { undoImport } from '#platform/imports/index.server.ts';
import { bringIn as bringInList } from '#platform/testing/bring-in.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { languagesOf, listPeople, profileOf } from './index.server.ts';

const database = onDatabase();

const bringIn = (place: Pick<Village, 'as'>, person: Person, text: string) =>
  bringInList(place, person, { kind: 'people', text });

const colleagues = async (place: Village, person: Person) =>
  (await place.as(person, (tx) => listPeople(tx, person, {}).execute())).map(
    ({ name, roles }) => `${name}: ${roles.join(' ')}`
  );

test('an administrator brings in colleagues as they wrote them, and those with an address are invited', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const { refusal, problems } = await bringIn(
    place,
    boss,
    'Full name;Role;E-mail;Start date;Languages\n  Asha   Mwangi;Peer supporter / trainer;ASHA@example.org;٠١/٠٣/٢٠٢٥;Kiswahili, English\nيوسف كريم;مشرف;;3 mars 2025;العربية'
  );
  expect({ refusal, problems }).toEqual({ refusal: null, problems: [] });
  expect(await colleagues(place, boss)).toEqual([
    'Asha Mwangi: supporter trainer',
    'Boss: administrator',
    'يوسف كريم: supervisor'
  ]);
  const [asha] = await place.as(boss, (tx) => listPeople(tx, boss, { search: 'Asha' }).execute());
  expect(asha!.since.toISOString()).toMatch(/^2025-03-01/);
  expect((await place.as(boss, (tx) => languagesOf(tx, [asha!.id]))).get(asha!.id)).toEqual(['sw', 'en']);
  const invitations = await place.asSystem((tx) =>
    tx.selectFrom('invitations').select(['email', 'person_id', 'roles']).execute()
  );
  expect(invitations).toEqual([{ email: 'asha@example.org', person_id: asha!.id, roles: [] }]);
});

test('a coordinator may bring in supporters, but neither administrators nor sign-ins', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const { refusal, problems } = await bringIn(
    place,
    salma,
    'name,role,email\nAsha,supporter,\nTom,administrator,\nIda,supporter,ida@example.org'
  );
  expect(refusal).toBe('has-errors');
  expect(problems).toMatchObject([
    { row: 3, column: 'Roles' },
    { row: 4, column: 'E-mail' }
  ]);
  expect((await bringIn(place, salma, 'name,role\nAsha,supporter')).refusal).toBeNull();
});

test('nobody is made twice: the same row again is left out, and namesakes are asked about', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  await bringIn(place, boss, 'name,role,email\nAsha,mentor,\nTom,mentor,tom@example.org');
  const again = await bringIn(
    place,
    boss,
    'name,role,email\nasha,mentor,\nThomas,mentor,tom@example.org\nTom,mentor,other@example.org\nIda,mentor,'
  );
  expect(again.problems).toMatchObject([
    { row: 2, weight: 'duplicate' },
    { row: 3, weight: 'duplicate' },
    { row: 4, weight: 'error', column: 'Name' }
  ]);
});

test('taking the import back ends the roles and withdraws the invitations, unless somebody has come in by one', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const { id } = await bringIn(place, boss, 'name,role,email\nAsha,mentor,asha@example.org\nTom,mentor,');
  expect(await place.as(boss, (tx) => undoImport(tx, id, boss))).toBeNull();
  expect(await colleagues(place, boss)).toEqual(['Boss: administrator']);

  const later = await bringIn(place, boss, 'name,role,email\nIda,mentor,ida@example.org');
  const invitation = await place.asSystem((tx) =>
    tx.selectFrom('invitations').where('email', '=', 'ida@example.org').select('id').executeTakeFirstOrThrow()
  );
  await database.owner.query(
    "insert into invitation_ends (organisation_id, invitation_id, how, at) values ($1, $2, 'accepted', now())",
    [place.organisation, invitation.id]
  );
  expect((await place.as(boss, (tx) => undoImport(tx, later.id, boss)))?.why()).toMatch(/signed in/);
  expect((await place.as(boss, (tx) => undoImport(tx, later.id, boss)))?.which).toEqual(['Ida']);
  expect(await colleagues(place, boss)).toEqual(['Boss: administrator', 'Ida: mentor']);
});

test('a coordinator takes back the supporters they brought in', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const salma = await place.person('Salma', 'coordinator');
  const { id } = await bringIn(place, salma, 'name,role\nAsha,supporter');
  expect(await place.as(salma, (tx) => undoImport(tx, id, salma))).toBeNull();
  expect(await colleagues(place, boss)).toEqual(['Boss: administrator', 'Salma: coordinator']);
});

test('somebody who begins today is brought in early in the morning, tomorrow’s newcomer not yet', async () => {
  moveClock(new Date('2026-11-21T04:00:00Z'));
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  expect((await bringIn(place, boss, 'name,role,since\nAsha,mentor,2026-11-21')).refusal).toBeNull();
  expect((await bringIn(place, boss, 'name,role,since\nIda,mentor,2026-11-22')).refusal).toBe('has-errors');
});

test('a colleague’s place is found by its code, and an unknown code is told', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const district = newId();
  await place.as(boss, (tx) =>
    tx
      .insertInto('places')
      .values({
        organisation_id: place.organisation,
        id: district,
        p_code: 'MF01',
        name: 'Kaskazini',
        kind: 'area',
        level: 0
      })
      .execute()
  );
  const wrong = await bringIn(place, boss, 'name,role,district\nAsha,mentor,MF99');
  expect(wrong).toMatchObject({
    refusal: 'has-errors',
    problems: [{ row: 2, column: 'Place (p-code)', value: 'MF99' }]
  });
  expect((await bringIn(place, boss, 'name,role,district\nAsha,mentor,mf 01')).refusal).toBeNull();
  const [asha] = await place.as(boss, (tx) => listPeople(tx, boss, { search: 'Asha' }).execute());
  expect(await place.as(boss, (tx) => profileOf(tx, asha!.id))).toMatchObject({ placeId: district });
});
