import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultModules, defaultPaths } from './curricula/shape.ts';
import { defaultWords } from './curricula/words.ts';
import { inOrder, refusalOfPath, stagesOf, type PathModule } from './curriculum.ts';
import { completionOf, hoursByModule, standingOn } from './progress.ts';
import { refusalToTeach } from './teaching.ts';

const module = (name: string, ...needs: string[]): PathModule => ({ module: name, needs });

describe('a path', () => {
  test('is refused when empty, when a module is twice in it, when it needs one outside, and when it goes in a circle', () => {
    expect(refusalOfPath([])).toBe('path-empty');
    expect(refusalOfPath([module('a'), module('a')])).toBe('module-twice');
    expect(refusalOfPath([module('a', 'b')])).toBe('needs-outside');
    expect(refusalOfPath([module('a', 'b'), module('b', 'c'), module('c', 'a')])).toBe('circle');
    expect(refusalOfPath([module('a', 'a')])).toBe('circle');
    expect(refusalOfPath([module('b', 'a'), module('a')])).toBeNull();
  });

  test('of whatever modules stands in an order in which nothing comes before what it needs', () => {
    const graph = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc
          .array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size })
          .map((links) =>
            links.map((needs, at) =>
              module(String(at), ...new Set(needs.filter((need) => need < at).map(String)))
            )
          )
      );
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (modules, random) => {
        const shuffled = modules
          .map((one) => [random.next().value, one] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, one]) => one);
        const ordered = inOrder(shuffled)!;
        const seen = new Set<string>();
        for (const { module, needs } of ordered) {
          expect(needs.every((need) => seen.has(need))).toBe(true);
          seen.add(module);
        }
        expect(seen.size).toBe(modules.length);
        const stages = stagesOf(ordered);
        for (const { module, needs } of ordered)
          for (const need of needs) expect(stages.get(need)).toBeLessThan(stages.get(module)!);
      })
    );
  });

  test('of ours is one, has its words in five languages, and the peers’ has forty hours', () => {
    for (const path of Object.values(defaultPaths))
      expect(refusalOfPath(path.map(([slug, needs]) => module(slug, ...needs)))).toBeNull();
    const hours = new Map<string, number>(defaultModules.map(({ slug, hours }) => [slug, hours]));
    expect(defaultPaths.supporter.reduce((sum, [slug]) => sum + hours.get(slug)!, 0)).toBe(40);
    for (const { slug } of defaultModules) {
      const { titles, aims } = defaultWords(slug);
      for (const words of [titles, aims])
        expect(Object.values(words).filter((text) => text && text.length > 3)).toHaveLength(5);
    }
  });
});

describe('a learner', () => {
  const path = [module('listen'), module('ask', 'listen'), module('end', 'ask')];
  const facts =
    (hours: Record<string, number>, test: 'none' | 'open' | 'passed' = 'none') =>
    (name: string) => ({ hours: hours[name] ?? 0, hoursNeeded: 4, test });

  test('sees what is done, under way, open, and not yet with what is missing', () => {
    expect(standingOn(path, facts({ listen: 4, ask: 1 }))).toEqual([
      { module: 'listen', standing: 'done', missing: [] },
      { module: 'ask', standing: 'under-way', missing: [] },
      { module: 'end', standing: 'not-yet', missing: ['ask'] }
    ]);
    expect(standingOn(path, facts({}))[0]).toMatchObject({ standing: 'open' });
  });

  test('has done a module with a test only when it is passed', () => {
    expect(completionOf({ hours: 4, hoursNeeded: 4, test: 'open' })).toBe('under-way');
    expect(completionOf({ hours: 4, hoursNeeded: 4, test: 'passed' })).toBe('done');
    expect(completionOf({ hours: 0, hoursNeeded: 4, test: 'open' })).toBe('not-begun');
    expect(completionOf({ hours: 0, hoursNeeded: 4, test: 'passed' })).toBe('under-way');
    expect(completionOf({ hours: 0, hoursNeeded: 4, test: 'passed-alone' })).toBe('done');
  });

  test('who missed the second day lacks what was taught on it and nothing else', () => {
    const day = (number: number, attended: number) => ({
      startsAt: new Date(Date.UTC(2026, 5, number, 8)),
      endsAt: new Date(Date.UTC(2026, 5, number, 14)),
      attended
    });
    const modules = [
      { module: 'listen', hours: 6 },
      { module: 'ask', hours: 4 },
      { module: 'end', hours: 8 }
    ];
    expect([...hoursByModule([day(2, 0), day(1, 6), day(3, 3)], modules)]).toEqual([
      ['listen', 6],
      ['ask', 0],
      ['end', 3]
    ]);
  });
});

test('a workshop teaches each module once, for some hours, and no longer than it lasts', () => {
  const taught = (module: string, hours: number) => ({ module, hours });
  expect(refusalToTeach([taught('a', 2), taught('a', 1)], 8)).toBe('module-twice');
  expect(refusalToTeach([taught('a', Number.NaN)], 8)).toBe('hours-not-given');
  expect(refusalToTeach([taught('a', 5), taught('b', 4)], 8)).toBe('longer-than-workshop');
  expect(refusalToTeach([taught('a', 5), taught('b', 3)], 8)).toBeNull();
});
