import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#platform/clock/index.ts';
import { heldWith, peopleBy, statesOf, type Held } from './certified.ts';

const today = '2026-11-22';
const held = (more: Partial<Held> = {}): Held => ({
  certificate: 'c',
  person: 'sam',
  name: 'Sam',
  role: 'supporter',
  issuedOn: '2026-01-01',
  expiresOn: '2027-06-01',
  restsSince: null,
  district: 'kituo',
  languages: ['sw', 'en'],
  ...more
});

test('on its last day a certificate holds, and ends soon; the day after it is in no list', () => {
  expect(statesOf(held({ expiresOn: today }), today)).toEqual(['certified', 'ends-soon']);
  expect(statesOf(held({ expiresOn: addDays(today, 90) }), today)).toEqual(['certified', 'ends-soon']);
  expect(statesOf(held({ expiresOn: addDays(today, 91) }), today)).toEqual(['certified']);
  expect(statesOf(held({ expiresOn: addDays(today, -1) }), today)).toEqual([]);
});

test('who rests is not certified, and is not said to end', () => {
  expect(statesOf(held({ restsSince: today, expiresOn: today }), today)).toEqual(['rests']);
});

const anybody = fc.record({
  person: fc.constantFrom('sam', 'ada', 'joy'),
  role: fc.constantFrom('supporter' as const, 'practitioner' as const),
  languages: fc.uniqueArray(fc.constantFrom('sw', 'en', 'so')),
  rests: fc.boolean(),
  days: fc.integer({ min: -5, max: 200 })
});

test('a person is counted once for each role or language, however many certificates they hold', () => {
  fc.assert(
    fc.property(fc.array(anybody), (people) => {
      const all = people.map(({ rests, days, ...one }) =>
        held({ ...one, restsSince: rests ? today : null, expiresOn: addDays(today, days) })
      );
      const certified = heldWith(all, 'certified', today);
      const everybody = new Set(certified.map(({ person }) => person));
      const counts = peopleBy(certified, ({ role }) => [role]);
      for (const { people } of counts) expect(people).toBeLessThanOrEqual(everybody.size);
      for (const { key, people } of peopleBy(certified, ({ languages }) => languages))
        expect(people).toBe(
          new Set(certified.filter(({ languages }) => languages.includes(key)).map(({ person }) => person))
            .size
        );
      expect(heldWith(all, 'rests', today).filter((one) => certified.includes(one))).toEqual([]);
    })
  );
});
