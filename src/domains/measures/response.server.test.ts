import { beforeAll, expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { subscribe } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { answersOf, changeOf, recordResponse, scoresOf } from './index.server.ts';

const database = onDatabase();
const flagged: string[] = [];
beforeAll(() =>
  subscribe(
    'measures.response-flagged',
    async (_tx, answers) => void flagged.push(...answers.map(({ response }) => response))
  )
);

const sheet = (subject: Person, answers: (number | null)[], at = '2026-03-01T10:00:00Z', id = newId()) =>
  ({
    id,
    subject: subject.id,
    instrument: answers.length === 9 ? 'phq-9' : 'gad-7',
    answers,
    at: new Date(at)
  }) as const;
const answering = (
  { as }: Village,
  subject: Person,
  ...rest: [answers: (number | null)[], at?: string, id?: string]
) => as(subject, (tx) => recordResponse(tx, sheet(subject, ...rest), subject));

test('a seeker’s answers are scored, kept, and can be read back by themselves', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  const id = newId();
  expect(await answering(here, zuri, [2, 1, 2, 1, 2, 1, 2, 1, 0], undefined, id)).toMatchObject({
    total: 12,
    band: 'moderate',
    flags: []
  });

  const [kept] = await here.as(zuri, (tx) => scoresOf(tx, zuri.id));
  expect(kept).toMatchObject({ id, total: 12, cutOff: { id: 'phq-9-usual' } });
  expect(await here.as(zuri, (tx) => answersOf(tx, id))).toEqual([2, 1, 2, 1, 2, 1, 2, 1, 0]);
});

test('nobody else’s eyes reach the scores or the answers: not another seeker, a supporter, nor the coordinator', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  const id = newId();
  await answering(here, zuri, [0, 0, 0, 0, 0, 0, 0, 0, 0], undefined, id);
  for (const role of ['seeker', 'supporter', 'coordinator', 'administrator'] as const) {
    const other = await here.person('Other', role);
    expect(await here.as(other, (tx) => scoresOf(tx, zuri.id))).toEqual([]);
    expect(await here.as(other, (tx) => answersOf(tx, id))).toBeNull();
  }
});

test('a score cannot be put down to a colleague, though their name is seen', async () => {
  const here = await village(database);
  const zuri = await here.person('Zuri', 'supporter');
  const sam = await here.person('Sam', 'supporter');
  const score = {
    organisation_id: here.organisation,
    id: newId(),
    subject_id: zuri.id,
    recorded_by: sam.id,
    instrument: 'gad-7',
    answered_at: new Date(),
    language: 'en',
    total: 21,
    band: 'severe',
    flags: [],
    cut_off: 'gad-7-usual',
    recorded_at: new Date()
  };
  await expect(here.as(sam, (tx) => tx.insertInto('responses').values(score).execute())).rejects.toThrow(
    /row-level security/
  );
});

test('a supporter cannot write down answers for a seeker who is not theirs', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  const sam = await here.person('Sam', 'supporter');
  await expect(
    here.as(sam, (tx) => recordResponse(tx, sheet(zuri, [0, 0, 0, 0, 0, 0, 0]), sam))
  ).rejects.toThrow(/row-level security/);
});

test('the answers lie in the database as sealed bytes only', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  const id = newId();
  await answering(here, zuri, [3, 3, 3, 3, 3, 3, 3, 3, 0], undefined, id);
  const { rows } = await database.owner.query('select sealed from response_answers where response_id = $1', [
    id
  ]);
  expect(rows[0].sealed.toString('utf8')).not.toContain('[3,3');
});

test('a thought of death tells the rooms above at once, and once only when the phone sends it twice', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  const id = newId();
  const first = await answering(here, zuri, [0, 0, 0, 0, 0, 0, 0, 0, 1], undefined, id);
  const again = await answering(here, zuri, [0, 0, 0, 0, 0, 0, 0, 0, 1], undefined, id);
  expect(again).toEqual(first);
  expect(flagged.filter((response) => response === id)).toHaveLength(1);
});

test('a sheet with too many gaps leaves nothing behind', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  expect(await answering(here, zuri, [1, null, null, null, 1, 1, 1])).toEqual({
    refusal: 'too-many-missing'
  });
  expect(await here.as(zuri, (tx) => scoresOf(tx, zuri.id))).toEqual([]);
});

test('change runs from the first score to the latest, each instrument for itself', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  await answering(here, zuri, [2, 2, 2, 2, 2, 2, 2, 2, 0], '2026-03-01T10:00:00Z');
  await answering(here, zuri, [1, 1, 1, 1, 1, 1, 1, 0, 0], '2026-05-01T10:00:00Z');
  await answering(here, zuri, [1, 1, 1, 1, 1, 1, 1], '2026-05-01T10:00:00Z');
  expect(await here.as(zuri, (tx) => changeOf(tx, zuri.id))).toEqual([
    { instrument: 'phq-9', from: 16, to: 7, difference: -9, response: true, class: 'recovered' }
  ]);
});

test('a kept score is never edited', async () => {
  const here = await village(database);
  const zuri = await here.person('Quiet Heron', 'seeker');
  await answering(here, zuri, [1, 1, 1, 1, 1, 1, 1]);
  await expect(
    here.asSystem((tx) => tx.updateTable('responses').set({ total: 0 }).execute())
  ).rejects.toThrow();
});
