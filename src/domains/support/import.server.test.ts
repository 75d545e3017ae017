import { expect, test } from 'vitest';
import { scoresOf } from '#domains/measures/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { undoImport } from '#platform/imports/index.server.ts';
import { bringIn as bringInList } from '#platform/testing/bring-in.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import {
  caseloadOf,
  contactHours,
  encountersVisibleTo,
  noteOf,
  openRelationshipsVisibleTo,
  recordEncounter,
  relationshipsVisibleTo
} from './index.server.ts';

const database = onDatabase();

const bringIn = (place: Pick<Village, 'as'>, person: Person, text: string) =>
  bringInList(place, person, { kind: 'encounters', text });

async function home() {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina Diallo', 'supporter');
  return { ...place, cora, amina };
}

const headers = 'Code;Supporter;Date;Minutes;Type;PHQ-9;GAD-7;Notes;Ended;Age\n';
const list =
  headers +
  [
    'GV-001; amina  DIALLO;03/03/2025;٤٥;phone;1 1 1 1 1 1 1 1 0;;Her brother;;34',
    'GV-001;Amina Diallo;10/03/2025;60;visite à domicile;;7;;;34',
    'gv-002;Amina Diallo;4 mars 2025;30;;14;;;1 mai 2025;15'
  ].join('\n');

test('sessions of the past become people without a sign-in, their relationships, sessions, scores and sealed notes', async () => {
  const { cora, amina, as, asSystem } = await home();
  const { refusal, problems } = await bringIn({ as }, cora, list);
  expect({ refusal, problems }).toEqual({ refusal: null, problems: [] });

  const open = await as(amina, (tx) => openRelationshipsVisibleTo(tx, amina).execute());
  expect(open).toMatchObject([{ pseudonym: 'GV-001' }]);
  expect(open[0]!.opened_at.toISOString()).toMatch(/^2025-03-03/);
  const ended = await as(cora, (tx) =>
    relationshipsVisibleTo(tx, cora).where('seeker.name', '=', 'gv-002').executeTakeFirstOrThrow()
  );
  expect(ended.ended_at!.toISOString()).toMatch(/^2025-05-01/);

  const sessions = await as(amina, (tx) =>
    encountersVisibleTo(tx, amina).orderBy('encounters.started_at').execute()
  );
  expect(sessions).toMatchObject([
    { kind: 'call', minutes: 45 },
    { kind: 'home-visit', minutes: 60 }
  ]);
  expect(await as(amina, (tx) => noteOf(tx, sessions[0]!.id))).toMatchObject({ talkedAbout: 'Her brother' });
  expect(await as(cora, (tx) => noteOf(tx, sessions[0]!.id))).toBeNull();
  expect(await as(amina, (tx) => scoresOf(tx, open[0]!.seeker_id))).toMatchObject([
    { instrument: 'phq-9', total: 8, flags: [] },
    { instrument: 'gad-7', total: 7 }
  ]);
  // Of a total alone nobody knows what was said to item 9.
  expect(await asSystem((tx) => scoresOf(tx, ended.seeker_id))).toMatchObject([
    { total: 14, flags: ['item-9-unanswered'] }
  ]);
  const bands = await asSystem((tx) =>
    tx.selectFrom('profiles').where('person_id', '=', ended.seeker_id).select('age_band').execute()
  );
  expect(bands).toEqual([{ age_band: 'under-18' }]);
});

test('the same list again is left out; a later one finds the people it made', async () => {
  const here = await home();
  await bringIn(here, here.cora, list);
  expect((await bringIn(here, here.cora, list)).refusal).toBe('nothing-to-import');
  const more = `${headers}GV-001;Amina Diallo;17/03/2025;30;;;;;;`;
  expect((await bringIn(here, here.cora, more)).refusal).toBeNull();
  const open = await here.as(here.amina, (tx) => openRelationshipsVisibleTo(tx, here.amina).execute());
  expect(open).toHaveLength(1);
});

test('a stranger, a code somebody chose for themselves, a wrong score, today, and a session after the end are told', async () => {
  const here = await home();
  await here.person('Quiet Heron', 'seeker');
  const today = dayIn('UTC');
  const { refusal, problems } = await bringIn(
    here,
    here.cora,
    `${headers}A;Nobody;2025-03-03;30;;;;;;\nquiet heron;Amina Diallo;2025-03-03;30;;;;;;\nB;Amina Diallo;2025-03-03;30;;28;;;;\nC;Amina Diallo;${today};30;;;;;;\nD;Amina Diallo;2025-03-03;30;;;;;2025-03-01;`
  );
  expect(refusal).toBe('has-errors');
  expect(problems).toMatchObject([
    { row: 2, column: 'Supporter' },
    { row: 3, column: 'Code of the person' },
    { row: 4, column: 'PHQ-9' },
    { row: 5, column: 'Day' },
    { row: 6, column: 'Day' }
  ]);
});

test('taken back, its sessions count for nobody, its people are erased, and the list may come again', async () => {
  const here = await home();
  const { id } = await bringIn(here, here.cora, list);
  const hours = () =>
    here.as(here.cora, (tx) =>
      contactHours(tx, here.amina.id, new Date('2025-01-01'), new Date('2026-01-01'))
    );
  expect(await hours()).toBe(2.25);
  expect(await here.as(here.cora, (tx) => undoImport(tx, id, here.cora))).toBeNull();
  expect(await hours()).toBe(0);
  expect(
    (await here.as(here.cora, (tx) => caseloadOf(tx, [here.amina.id]))).get(here.amina.id)
  ).toMatchObject({ open: 0 });
  expect(await here.asSystem((tx) => tx.selectFrom('responses').select('id').execute())).toEqual([]);
  const names = await here.asSystem((tx) =>
    tx.selectFrom('people').where('kind', '=', 'seeker').select('name').execute()
  );
  expect(names.every(({ name }) => name.startsWith('erased-'))).toBe(true);
  expect((await bringIn(here, here.cora, list)).refusal).toBeNull();
  expect(await hours()).toBe(2.25);
});

test('an import somebody acts on stays: a session since, or an answer that raised a concern', async () => {
  const here = await home();
  const { id } = await bringIn(here, here.cora, list);
  const { id: relationship } = await here.as(here.amina, (tx) =>
    openRelationshipsVisibleTo(tx, here.amina).executeTakeFirstOrThrow()
  );
  const session = {
    id: newId(),
    relationship,
    kind: 'individual' as const,
    startedAt: new Date('2026-01-05T10:00:00Z'),
    minutes: 30
  };
  await here.as(here.amina, (tx) => recordEncounter(tx, session, here.amina));
  expect((await here.as(here.cora, (tx) => undoImport(tx, id, here.cora)))?.why()).toMatch(/recorded since/);
  expect((await here.as(here.cora, (tx) => undoImport(tx, id, here.cora)))?.which).toEqual(['GV-001']);

  const other = await home();
  const dark = await bringIn(
    other,
    other.cora,
    `${headers}A;Amina Diallo;2025-03-03;30;;1 1 1 1 1 1 1 1 2;;;;`
  );
  expect((await other.as(other.cora, (tx) => undoImport(tx, dark.id, other.cora)))?.why()).toMatch(
    /self-harm/
  );
});

test('a supporter cannot make their own recorded session vanish, nor a coordinator', async () => {
  const here = await home();
  await bringIn(here, here.cora, list);
  const { id: relationship } = await here.as(here.amina, (tx) =>
    openRelationshipsVisibleTo(tx, here.amina).executeTakeFirstOrThrow()
  );
  const id = newId();
  const session = {
    id,
    relationship,
    kind: 'individual' as const,
    startedAt: new Date('2026-01-05T10:00:00Z'),
    minutes: 30
  };
  await here.as(here.amina, (tx) => recordEncounter(tx, session, here.amina));
  for (const person of [here.amina, here.cora])
    await expect(
      here.as(person, (tx) =>
        tx
          .insertInto('encounter_withdrawals')
          .values({ organisation_id: here.organisation, encounter_id: id, at: new Date(), by: person.id })
          .execute()
      )
    ).rejects.toThrow(/row-level security/);
});
