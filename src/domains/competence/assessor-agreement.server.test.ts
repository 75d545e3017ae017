import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  behaviours,
  defaultPolicy,
  figuresOfAssessor,
  figuresOfItem,
  rubrics,
  type CoRating
} from './index.ts';
import {
  issueCertificate,
  observationsOf,
  setPolicy,
  standingOf,
  waitingForSecond,
  type Observation
} from './index.server.ts';
import { basic, handIn, handInNext, watch } from './watching.testing.server.ts';

const database = onDatabase();
const { items } = rubrics[0]!;

const level = fc.constantFrom(1, 2, 3, 4);
const coRatings = fc
  .array(fc.tuple(level, level, level, level), { minLength: 2, maxLength: 12 })
  .map((rows) =>
    rows.map(([a, b, c, d]): CoRating => ({
      rubric: 'any',
      on: '2026-01-01',
      assessors: [
        {
          id: 'ada',
          levels: [
            { item: 'hope', level: a },
            { item: 'harm', level: b }
          ] as never
        },
        {
          id: 'ben',
          levels: [
            { item: 'hope', level: c },
            { item: 'harm', level: d }
          ] as never
        }
      ]
    }))
  );
test('in which order people were seen, and assessors are named, changes nothing', () => {
  fc.assert(
    fc.property(
      coRatings.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
      ),
      ([all, shuffled]) => {
        const swapped = shuffled.map((one) => ({ ...one, assessors: one.assessors.toReversed() }));
        for (const other of [shuffled, swapped]) {
          expect(figuresOfAssessor(other, 'ada')).toEqual(figuresOfAssessor(all, 'ada'));
          expect(figuresOfItem(other, 'hope')).toEqual(figuresOfItem(all, 'hope'));
        }
        expect(figuresOfAssessor(all, 'ben').difference).toBe(0 - figuresOfAssessor(all, 'ada').difference);
      }
    )
  );
});

test('an assessor who agrees too little does not count alone, until a second is in; but harm they saw counts', async () => {
  const here = await village(database);
  const ada = await here.person('Ada', 'assessor');
  const ben = await here.person('Ben', 'assessor');
  const cora = await here.person('Cora', 'coordinator');
  const helpers = [];
  for (const name of ['Sam', 'Sol', 'Sia']) helpers.push(await here.person(name, 'supporter'));
  await here.as(cora, (tx) =>
    setPolicy(
      tx,
      {
        id: newId(),
        policy: { ...defaultPolicy, agreementPairsMin: 2 },
        effectiveOn: dayIn('UTC'),
        source: '',
        reason: 'A small team'
      },
      cora
    )
  );
  const see = async (helper: Person, ticks: string[], second?: string[]) => {
    await handIn(here, ada, await watch(here, helper, { by: ada, second: second && ben }), ticks);
    if (second) await handInNext(here, ben, second);
  };
  const standing = async (helper: Person) =>
    (await here.as(helper, (tx) => standingOf(tx, [helper.id]))).get(helper.id)!.latestAssessment;
  const [sam, sol, sia] = helpers as [Person, Person, Person];
  await see(sia, basic);
  expect(await standing(sia)).not.toBeNull();

  const odd = items.filter((_, index) => index % 2).flatMap((item) => behaviours(item, 'basic'));
  const even = items.filter((_, index) => index % 2 === 0).flatMap((item) => behaviours(item, 'basic'));
  await see(sam, odd, even);
  expect(await standing(sia)).not.toBeNull();
  await see(sol, even, odd);
  expect(await standing(sam)).not.toBeNull();
  expect(await standing(sia)).toBeNull();
  const [seen] = await here.as(cora, (tx) => observationsOf(tx, sia.id, cora));
  const waiting = (one: Observation) => here.as(cora, (tx) => waitingForSecond(tx, [one], dayIn('UTC')));
  expect([...(await waiting(seen!))]).toEqual([seen!.id]);
  const certificate = { id: newId(), person: sia.id, role: 'supporter' as const, hoursElsewhere: 40 };
  expect(await here.as(cora, (tx) => issueCertificate(tx, certificate, cora))).toEqual(['assessment-waits']);
  await see(sia, [...basic, 'hope.harmful.1']);
  expect((await standing(sia))!.levels.find(({ item }) => item === 'hope')!.level).toBe(1);
});
