import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTaskDone, outcomeOf, profileFrom, suggestedTasks, type ItemLevel, type Level } from './index.ts';

const levels = (given: Record<string, number>): ItemLevel[] =>
  Object.entries(given).map(([item, level]) => ({ item, level: level as Level }));
const plan = { rubric: 'helping', items: ['harm', 'hope'], observation: 'first', madeOn: '2026-05-01' };
const seen = (...results: (Record<string, number> | null)[]) => {
  const told = results.map((one) => one && levels(one));
  return {
    id: 'second',
    rubric: 'helping',
    on: '2026-06-01',
    results: told,
    agreed: null as ItemLevel[] | null,
    counts: told.find(Boolean) ?? null
  };
};
const answer = (observation: ReturnType<typeof seen>) => outcomeOf(plan, observation, ['harm']);

test('a plan is reached when the levels it was made for are there, whatever else was seen', () => {
  expect(answer(seen({ harm: 3, hope: 2, listening: 1 }))).toBe('reached');
  expect(answer(seen({ harm: 2, hope: 4 }))).toBe('not-reached');
  expect(answer(seen({ harm: 3, hope: 1 }))).toBe('not-reached');
});

test('a task is done when it was ticked; an assessment that was asked for, when one answered the plan', () => {
  const [practice, again] = [
    { kind: 'practice', done: null } as const,
    { kind: 're-assessment', done: null } as const
  ];
  expect(isTaskDone({ ...practice, done: {} }, null)).toBe(true);
  for (const outcome of ['reached', 'not-reached'] as const) {
    expect(isTaskDone(again, { outcome })).toBe(true);
    expect(isTaskDone(practice, { outcome })).toBe(false);
  }
  expect([isTaskDone(again, null), isTaskDone(again, { outcome: 'ended' })]).toEqual([false, false]);
});

test('an assessment on another rubric, from before, or the one the plan comes from answers nothing', () => {
  const good = seen({ harm: 3, hope: 3 });
  expect(answer({ ...good, rubric: 'groups' })).toBeNull();
  expect(answer({ ...good, on: '2026-04-30' })).toBeNull();
  expect(answer({ ...good, id: 'first' })).toBeNull();
});

test('a plan waits until every assessor is in and those who differ have talked it over', () => {
  expect(answer(seen({ harm: 3, hope: 3 }, null))).toBeNull();
  const apart = seen({ harm: 3, hope: 3 }, { harm: 1, hope: 3 });
  expect(answer(apart)).toBeNull();
  expect(answer({ ...apart, agreed: levels({ harm: 3 }) })).toBe('reached');
  const thirdAsked = seen({ harm: 3, hope: 3 }, { harm: 1, hope: 3 }, null);
  expect(answer(thirdAsked)).toBeNull();
  expect(answer({ ...thirdAsked, agreed: levels({ harm: 3 }) })).toBe('reached');
});

test('what the curriculum has is suggested, reading where it has nothing, practice for each and one re-assessment', () => {
  const tasks = suggestedTasks(['harm', 'hope'], (item) => (item === 'harm' ? ['danger'] : []));
  expect(tasks.map(({ key }) => key)).toEqual([
    'module:harm:danger',
    'practice:harm',
    'reading:hope',
    'practice:hope',
    're-assessment'
  ]);
});

const anyLevels = fc.record({ harm: fc.integer({ min: 1, max: 4 }), hope: fc.integer({ min: 1, max: 4 }) });

test('nothing is both strong and to be practised, and what has risen was lower before', () => {
  fc.assert(
    fc.property(fc.array(anyLevels, { maxLength: 5 }), (history) => {
      const profile = profileFrom(
        history.map((given) => ({ on: '2026-01-01', levels: levels(given) })),
        ['harm']
      );
      expect(profile.strong.filter((item) => profile.toPractise.includes(item))).toEqual([]);
      for (const { from, to } of profile.risen) expect(from).toBeLessThan(to);
      const newest = history[0];
      if (newest) expect(profile.toPractise.includes('harm')).toBe(newest.harm < 3);
      if (newest) expect(profile.toPractise.includes('hope')).toBe(newest.hope === 1);
    })
  );
});
