import { expect, test } from 'vitest';
import { onDatabase } from '#platform/testing/index.server.ts';
import { askSecondAssessor, assessmentsToDo, observationsOf, withdrawAssessment } from './index.server.ts';
import { basic, clinic, handIn, handInNext, watch } from './watching.testing.server.ts';

const database = onDatabase();
const cause = 'did-not-come';

test('whoever was not there to watch takes it back: it leaves their list, and what the other saw counts alone', async () => {
  const here = await clinic(database);
  const { as, ada, ben, sam, cora } = here;
  const first = await watch(here, sam, { by: ada, second: ben });
  const [second] = await as(ben, (tx) => assessmentsToDo(tx, ben).execute());
  // Nobody takes back what was asked of somebody else.
  expect(await as(ada, (tx) => withdrawAssessment(tx, { assessment: second!.id, cause }, ada))).toBe(false);
  expect(await as(ben, (tx) => withdrawAssessment(tx, { assessment: second!.id, cause }, ben))).toBe(true);
  expect(await as(ben, (tx) => assessmentsToDo(tx, ben).execute())).toEqual([]);
  expect(await handIn(here, ben, second!.id)).toBe('withdrawn');
  expect(await handIn(here, ada, first)).toBeNull();
  const [seen] = await as(cora, (tx) => observationsOf(tx, sam.id, cora));
  expect(seen!.results.map(({ assessor }) => assessor.name)).toEqual(['Ada']);
  expect(seen!.counts).toHaveLength(15);
  expect(await as(ada, (tx) => askSecondAssessor(tx, seen!.id, ben.id, ada))).toBe('withdrawn');
});

test('what is handed in is not taken back, and one that nobody made is no observation of anybody', async () => {
  const here = await clinic(database);
  const { as, ada, sam, cora } = here;
  const made = await watch(here, sam, { by: ada });
  await handInNext(here, ada, basic);
  expect(await as(ada, (tx) => withdrawAssessment(tx, { assessment: made, cause }, ada))).toBe(false);
  const never = await watch(here, sam, { by: ada });
  expect(await as(ada, (tx) => withdrawAssessment(tx, { assessment: never, cause }, ada))).toBe(true);
  const seen = await as(cora, (tx) => observationsOf(tx, sam.id, cora));
  expect(seen.flatMap(({ results }) => results.map(({ assessment }) => assessment))).toEqual([made]);
});

test('after taking it back one may read what the other saw, and the database lets nothing more in', async () => {
  const here = await clinic(database);
  const { as, ada, ben, sam } = here;
  const first = await watch(here, sam, { by: ada, second: ben });
  const [second] = await as(ben, (tx) => assessmentsToDo(tx, ben).execute());
  const assessment_id = second!.id;
  await handIn(here, ada, first);
  const ticksSeen = async () =>
    (await as(ben, (tx) => observationsOf(tx, sam.id, ben)))[0]!.results.some(({ ticks }) => ticks);
  expect(await ticksSeen()).toBe(false);
  await as(ben, (tx) => withdrawAssessment(tx, { assessment: assessment_id, cause }, ben));
  expect(await ticksSeen()).toBe(true);
  const late = {
    organisation_id: ben.organisation.id,
    assessment_id,
    ticks: basic,
    recorded_at: new Date(),
    item_times: '{}'
  };
  await expect(as(ben, (tx) => tx.insertInto('assessment_results').values(late).execute())).rejects.toThrow(
    /row-level security/
  );
});
