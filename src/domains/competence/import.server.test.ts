import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { receiveImport, undoImport } from '#platform/imports/index.server.ts';
import { bringIn as bringInList } from '#platform/testing/bring-in.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { certificatesVisibleTo, standingOf, validityShown } from './index.server.ts';

const database = onDatabase();

const bringIn = (place: Pick<Village, 'as'>, person: Person, text: string) =>
  bringInList(place, person, { kind: 'certificates', text });

const headers = 'Name;Certified as;Issued on;Valid until;Issued by\n';

test('a certificate from elsewhere is kept as somebody else’s word: no assessment, nothing to show in public', async () => {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const sam = await place.person('Sam Otieno', 'supporter');
  const { refusal, problems } = await bringIn(
    place,
    cora,
    `${headers} sam  OTIENO;Pair-aidant;٠١/٠٣/٢٠٢٥;1 mars 2199;Red Crescent\n`
  );
  expect({ refusal, problems }).toEqual({ refusal: null, problems: [] });
  const [held] = await place.as(cora, (tx) => certificatesVisibleTo(tx, cora).execute());
  expect(held).toMatchObject({
    holder_name: 'Sam Otieno',
    issued_elsewhere_by: 'Red Crescent',
    training_hours: null,
    issued_on: '2025-03-01'
  });
  const standing = await place.as(cora, (tx) => standingOf(tx, [sam.id]));
  expect(standing.get(sam.id)).toMatchObject({
    certificate: { role: 'supporter', suspended: false },
    latestAssessment: null
  });
  const shown = await speakAs(database.database, { visitor: true, token: held!.code }, validityShown);
  expect(shown).toBeNull();
});

test('a list taken back counts no more, stays on record, and may be brought in again', async () => {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const sam = await place.person('Sam', 'supporter');
  const list = `${headers}Sam;supporter;2025-03-01;2199-03-01;Red Cross`;
  const { id } = await bringIn(place, cora, list);
  expect((await bringIn(place, cora, list)).refusal).toBe('nothing-to-import');

  expect(await place.as(cora, (tx) => undoImport(tx, id, cora))).toBeNull();
  const standing = () => place.as(cora, (tx) => standingOf(tx, [sam.id]));
  expect((await standing()).get(sam.id)!.certificate).toBeNull();
  expect(await place.as(cora, (tx) => certificatesVisibleTo(tx, cora).execute())).toEqual([]);
  const kept = await place.as(cora, (tx) =>
    tx.selectFrom('certificate_origins').select(['issuer', 'withdrawn_by']).execute()
  );
  expect(kept).toEqual([{ issuer: 'Red Cross', withdrawn_by: cora.id }]);

  expect((await bringIn(place, cora, list)).refusal).toBeNull();
  expect((await standing()).get(sam.id)!.certificate).not.toBeNull();
});

test('of two people of one name the row means the one with that role, or the one with that address', async () => {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const helper = await place.person('Asha', 'supporter');
  await place.person('Asha', 'trainer');
  const twins = [await place.person('Juma', 'practitioner'), await place.person('Juma', 'practitioner')];
  await place.asSystem((tx) =>
    tx
      .insertInto('invitations')
      .values({
        organisation_id: place.organisation,
        id: newId(),
        person_id: twins[1]!.id,
        name: 'Juma',
        email: 'juma@example.org',
        roles: [],
        token_hash: Buffer.from(newId()),
        invited_at: new Date('2026-01-01'),
        expires_at: new Date('2026-01-08')
      })
      .execute()
  );
  const { refusal, problems } = await bringIn(
    place,
    cora,
    'name,email,certificate,issued,expires,issuer\nAsha,,supporter,2025-03-01,2199-01-01,X\nJuma,JUMA@example.org,practitioner,2025-03-01,2199-01-01,X'
  );
  expect({ refusal, problems }).toEqual({ refusal: null, problems: [] });
  const held = await place.as(cora, (tx) => certificatesVisibleTo(tx, cora).execute());
  expect(held.map(({ person_id }) => person_id).sort()).toEqual([helper.id, twins[1]!.id].sort());
});

test('a stranger, a namesake, oneself, a day to come and an end before the beginning are told', async () => {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator', 'supporter');
  await place.person('Asha', 'supporter');
  await place.person('Asha', 'supporter');
  await place.person('Sam', 'supporter');
  const { refusal, problems } = await bringIn(
    place,
    cora,
    `${headers}Nobody;supporter;2025-03-01;2026-03-01;X\nAsha;supporter;2025-03-01;2026-03-01;X\nCora;supporter;2025-03-01;2026-03-01;X\nSam;supporter;2198-03-01;2199-03-01;X\nSam;practitioner;2025-03-01;2024-03-01;X`
  );
  expect(refusal).toBe('has-errors');
  expect(problems).toMatchObject([
    { row: 2, column: 'Who holds it' },
    { row: 3, column: 'Who holds it' },
    { row: 4, column: 'Who holds it' },
    { row: 5, column: 'Issued on' },
    { row: 6, column: 'Valid until' }
  ]);
});

test('only somebody who issues certificates may bring them in', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const bytes = Buffer.from(`${headers}Sam;supporter;2025-03-01;2199-03-01;X`);
  const upload = { id: newId(), kind: 'certificates', name: 'c.csv', bytes };
  expect(await place.as(boss, (tx) => receiveImport(tx, upload, boss))).toBe('unknown-kind');
});
