import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ladderRoles, staffedNow, whomToCall, type Ladder } from './duty.ts';

const nobody: Ladder = { 'safeguarding-lead': [], coordinator: [], administrator: [] };
const call = { step: 'first' as const, onCall: [], ladder: nobody, called: [], about: null };

test('the person on call is called, and nobody else', () => {
  expect(
    whomToCall({ ...call, onCall: ['amina'], ladder: { ...nobody, 'safeguarding-lead': ['lea'] } })
  ).toEqual(['amina']);
});

test('a gap in the rota calls every safeguarding lead, then coordinators, then administrators', () => {
  const ladder = { 'safeguarding-lead': ['lea', 'lou'], coordinator: ['cora'], administrator: ['ada'] };
  expect(whomToCall({ ...call, ladder })).toEqual(['lea', 'lou']);
  expect(whomToCall({ ...call, ladder: { ...ladder, 'safeguarding-lead': [] } })).toEqual(['cora']);
  expect(whomToCall({ ...call, ladder: { ...nobody, administrator: ['ada'] } })).toEqual(['ada']);
});

test('the second call goes to a second person, even when the rota names the first one twice', () => {
  const ladder = { ...nobody, 'safeguarding-lead': ['lea'], coordinator: ['cora'] };
  expect(whomToCall({ ...call, step: 'second', onCall: ['lea'], called: ['lea'], ladder })).toEqual(['cora']);
});

test('nobody is called to a concern about themselves', () => {
  const ladder = { ...nobody, 'safeguarding-lead': ['lea'], coordinator: ['cora'] };
  expect(whomToCall({ ...call, onCall: ['lea'], ladder, about: 'lea' })).toEqual(['cora']);
});

const people = fc.uniqueArray(fc.constantFrom('ann', 'ben', 'cyd', 'dee', 'eli'), { maxLength: 4 });

test('whatever the rota, somebody is called as long as anybody but the person concerned is there', () => {
  const duties = fc.record({
    onCall: people,
    called: people,
    about: fc.option(fc.constantFrom('ann', 'ben', 'zoe')),
    ladder: fc.record({ 'safeguarding-lead': people, coordinator: people, administrator: people })
  });
  fc.assert(
    fc.property(duties, (duty) => {
      const chosen = whomToCall({ step: 'second', ...duty });
      const there = [...duty.onCall, ...ladderRoles.flatMap((role) => duty.ladder[role])].filter(
        (person) => person !== duty.about
      );
      expect(chosen.length > 0).toBe(there.length > 0);
      expect(chosen).not.toContain(duty.about);
    })
  );
});

test('staffed hours are read by the clocks of the organisation', () => {
  // 21 November 2026 is a Saturday; Nairobi is three hours ahead of UTC.
  const saturdayMorning = [{ weekday: 6, opens: '08:00', closes: '12:00' }];
  expect(staffedNow(saturdayMorning, new Date('2026-11-21T05:00:00Z'), 'Africa/Nairobi')).toBe(true);
  expect(staffedNow(saturdayMorning, new Date('2026-11-21T04:59:59Z'), 'Africa/Nairobi')).toBe(false);
  expect(staffedNow(saturdayMorning, new Date('2026-11-21T09:00:00Z'), 'Africa/Nairobi')).toBe(false);
  expect(staffedNow(saturdayMorning, new Date('2026-11-22T06:00:00Z'), 'Africa/Nairobi')).toBe(false);
});
