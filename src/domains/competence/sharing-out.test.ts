import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareEvenly } from './sharing-out.ts';

const nobody = new Map<string, number>();
const timesOf = (shared: Map<string, string[]>, assessor: string) =>
  [...shared.values()].filter((asked) => asked.includes(assessor)).length;

/** A group of learners, some of whom assess as well, and those who are to assess them. */
const group = fc
  .record({
    learners: fc.nat(24),
    among: fc.nat(3),
    others: fc.integer({ min: 1, max: 5 }),
    each: fc.integer({ min: 1, max: 2 })
  })
  .map(({ learners, among, others, each }) => {
    const both = Array.from({ length: Math.min(among, learners) }, (_, index) => `both-${index}`);
    const rest = Array.from({ length: learners - both.length }, (_, index) => `learner-${index}`);
    const assessors = [...both, ...Array.from({ length: others }, (_, index) => `assessor-${index}`)];
    return { people: [...rest, ...both], assessors, each, carried: nobody };
  });

test('nobody judges themselves, nobody is asked twice for one person, and everybody has as many as was said where there are enough', () => {
  fc.assert(
    fc.property(group, (asked) => {
      for (const [person, chosen] of shareEvenly(asked)) {
        const enough = asked.assessors.filter((one) => one !== person).length >= asked.each;
        expect(chosen).toHaveLength(enough ? asked.each : 0);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen).not.toContain(person);
      }
    })
  );
});

test('of those who only assess, nobody has two more to watch than another', () => {
  fc.assert(
    fc.property(group, (asked) => {
      const shared = shareEvenly(asked);
      const loads = asked.assessors
        .filter((one) => !asked.people.includes(one))
        .map((one) => timesOf(shared, one));
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    })
  );
});

test('whoever has many to watch already is given fewer', () => {
  const shared = shareEvenly({
    people: ['Amina', 'Baraka', 'Chausiku'],
    assessors: ['Ada', 'Ben'],
    each: 1,
    carried: new Map([['Ada', 2]])
  });
  expect([timesOf(shared, 'Ada'), timesOf(shared, 'Ben')]).toEqual([1, 2]);
});

test('of four who watch in twos, everybody watches with everybody', () => {
  const people = Array.from({ length: 6 }, (_, index) => `learner-${index}`);
  const pairs = shareEvenly({ people, assessors: ['Ada', 'Ben', 'Cleo', 'Dan'], each: 2, carried: nobody });
  expect(new Set([...pairs.values()].map((pair) => [...pair].sort().join(' '))).size).toBe(6);
});
