import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohortOf, type Level } from './index.ts';

const items = ['harm', 'hope', 'listening'];
const person = (name: string, ...levels: number[]) => ({
  id: name,
  name,
  levels: levels.map((level, index) => ({ item: items[index]!, level: level as Level }))
});

test('what most need comes first, and so does whoever needs the most', () => {
  const { items: sorted, people } = cohortOf(
    items,
    [person('Asha', 3, 4, 1), person('Juma', 2, 1, 1), person('Nuru', 4, 3, 3)],
    ['harm']
  );
  expect(sorted).toEqual([
    { item: 'listening', needing: 2 },
    { item: 'harm', needing: 1 },
    { item: 'hope', needing: 1 }
  ]);
  expect(people.map(({ name, under }) => [name, under])).toEqual([
    ['Juma', 3],
    ['Asha', 1],
    ['Nuru', 0]
  ]);
  expect(people[0]!.levels).toEqual([1, 2, 1]);
});

test('every level stays with its person and skill, and both counts are the same cells', () => {
  const levels = fc.tuple(...items.map(() => fc.integer({ min: 1, max: 4 })));
  fc.assert(
    fc.property(fc.array(levels, { maxLength: 8 }), (given) => {
      const assessed = given.map((one, index) => person(`P${index}`, ...one));
      const cohort = cohortOf(items, assessed, ['hope']);
      for (const { id, levels: shown } of cohort.people)
        cohort.items.forEach(({ item }, index) => {
          const own = assessed.find((one) => one.id === id)!.levels;
          expect(shown[index]).toBe(own.find((one) => one.item === item)!.level);
        });
      const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
      expect(sum(cohort.items.map(({ needing }) => needing))).toBe(
        sum(cohort.people.map(({ under }) => under))
      );
    })
  );
});
