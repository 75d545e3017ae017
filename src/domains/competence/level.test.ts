import fc from 'fast-check';
import { expect, test } from 'vitest';
import { behaviours, columns, deriveLevel, rubrics, type RubricItem, type Ticks } from './index.ts';
import { carefulLevels } from './level.ts';
import { ticksOn } from './rubric.ts';

const [rubric] = rubrics;
const anyItem = fc.constantFrom(...rubric!.items);
const seenOn = (item: RubricItem) =>
  fc.subarray(columns.flatMap((column) => behaviours(item, column))).map((ids): Ticks => new Set(ids));
const itemSeen = anyItem.chain((item) => fc.tuple(fc.constant(item), seenOn(item)));

test('anything harmful is level 1, whatever else was done well', () => {
  fc.assert(
    fc.property(
      itemSeen,
      ([item, ticks]) => deriveLevel(item, new Set([...ticks, behaviours(item, 'harmful')[0]!])) === 1
    )
  );
});

test('without harm: all basic is 3, with an advanced 4; less than all basic is 2, however much is advanced', () => {
  fc.assert(
    fc.property(itemSeen, ([item, ticks]) => {
      const [harmful, basic, advanced] = columns.map((column) => behaviours(item, column));
      const kind = new Set([...ticks].filter((id) => !harmful!.includes(id)));
      const allBasic = basic!.every((id) => kind.has(id));
      const anyAdvanced = advanced!.some((id) => kind.has(id));
      expect(deriveLevel(item, kind)).toBe(allBasic ? (anyAdvanced ? 4 : 3) : 2);
    })
  );
});

test('seeing one more good thing never lowers a level', () => {
  fc.assert(
    fc.property(itemSeen, ([item, ticks]) =>
      [...behaviours(item, 'basic'), ...behaviours(item, 'advanced')].every(
        (id) => deriveLevel(item, new Set([...ticks, id])) >= deriveLevel(item, ticks)
      )
    )
  );
});

test('of two assessors the more careful counts, item by item', () => {
  const first = [
    { item: 'harm', level: 4 as const },
    { item: 'empathy', level: 2 as const }
  ];
  const second = [
    { item: 'harm', level: 1 as const },
    { item: 'empathy', level: 3 as const }
  ];
  expect(carefulLevels([first, second])).toEqual([
    { item: 'harm', level: 1 },
    { item: 'empathy', level: 2 }
  ]);
});

test('the foundational rubric has fifteen skills, those that keep people safe among them, in five languages', () => {
  expect(rubric!.items).toHaveLength(15);
  expect(rubric!.items.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['harm', 'confidentiality', 'empathy', 'rapport'])
  );
  for (const item of rubric!.items) {
    for (const column of columns) {
      expect(item.words[column].length).toBeGreaterThanOrEqual(2);
      for (const words of [item.title, ...item.words[column]])
        expect(Object.values(words).filter(Boolean)).toHaveLength(5);
    }
  }
});

test('a tick the rubric does not list is left out', () => {
  expect([...ticksOn(rubric!, ['harm.basic.1', 'harm.basic.99', '__proto__'])]).toEqual(['harm.basic.1']);
});
