import fc from 'fast-check';
import { expect, test } from 'vitest';
import { madeCompetent, sumsOf, trainedIn } from './competent.ts';
import type { TrainingPolicy } from './policy.ts';

const policy: TrainingPolicy = {
  prerequisites: 'warn',
  trainedPercent: 80,
  competentBy: 'certificate',
  competentWithinDays: 180,
  source: 'policy'
};
const shown = (person: string, on: string) => ({ person, on, href: `/${person}/${on}` });

test('who was there for four fifths of the hours was trained; a day in part adds its hours', () => {
  const seats = [
    { person: 'amina', hours: 8 },
    { person: 'ben', hours: 7.99 },
    { person: 'chidi', hours: 0 }
  ];
  expect(trainedIn(seats, 10, policy)).toEqual(['amina']);
});

test('what shows competence counts from the last day to the last of so many, and only of those who were trained', () => {
  const of = (on: string) => madeCompetent(['amina'], '2026-06-02', [shown('amina', on)], policy);
  expect(of('2026-06-01')).toEqual([]);
  expect(of('2026-06-02')).toHaveLength(1);
  expect(of('2026-11-29')).toHaveLength(1);
  expect(of('2026-11-30')).toEqual([]);
  expect(madeCompetent([], '2026-06-02', [shown('ben', '2026-06-03')], policy)).toEqual([]);
});

test('the first evidence is shown, and a person counts once', () => {
  const evidence = [shown('amina', '2026-08-01'), shown('amina', '2026-07-01')];
  expect(madeCompetent(['amina'], '2026-06-02', evidence, policy)).toMatchObject([{ on: '2026-07-01' }]);
});

test('a cost is divided by those trained, and by those made competent; by nobody it is not divided', () => {
  const one = { currency: 'USD', cost: '100', trained: ['a', 'b', 'c'], competent: ['a'] };
  const other = { currency: 'USD', cost: '50.50', trained: ['c', 'd'], competent: ['a'] };
  expect(sumsOf([one, other])).toEqual([
    {
      currency: 'USD',
      cost: '150.50',
      workshops: 2,
      trained: 4,
      competent: 1,
      perTrained: '37.63',
      perCompetent: '150.50'
    }
  ]);
  expect(sumsOf([{ ...one, trained: [], competent: [] }])).toMatchObject([
    { perTrained: null, perCompetent: null }
  ]);
});

test('two currencies are never added, and what the reader may not know is not told as none', () => {
  const sums = sumsOf([
    { currency: 'USD', cost: '10', trained: ['a'], competent: null },
    { currency: 'KES', cost: '10', trained: ['a'], competent: ['a'] }
  ]);
  expect(sums).toMatchObject([
    { currency: 'USD', competent: null, perCompetent: null },
    { currency: 'KES', perCompetent: '10.00' }
  ]);
});

test('whoever came and whatever they show, nobody is made competent who was not trained, and nobody twice', () => {
  const person = fc.constantFrom('a', 'b', 'c');
  const seat = fc.record({ person, hours: fc.integer({ min: 0, max: 10 }) });
  const day = fc.constantFrom('2026-06-01', '2026-06-02', '2026-09-01', '2027-01-01');
  const evidence = fc.record({ person, on: day, href: fc.constant('/') });
  fc.assert(
    fc.property(fc.uniqueArray(seat, { selector: (one) => one.person }), fc.array(evidence), (seats, all) => {
      const trained = trainedIn(seats, 10, policy);
      const made = madeCompetent(trained, '2026-06-02', all, policy).map(({ person }) => person);
      expect(new Set(made).size).toBe(made.length);
      expect(made.every((one) => trained.includes(one))).toBe(true);
    })
  );
});
