import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadlinesOf, mustCall, nextWorkingDay, standsDown, steps, type KnownDeadline } from './clock.ts';
import { safeguardingPolicyDefault } from './policy.ts';
import { isHigher, urgencies, type Urgency } from './urgency.ts';

const start = new Date('2026-11-21T22:00:00Z');
const minutesAfter = (urgency: Urgency) =>
  deadlinesOf(urgency, start, safeguardingPolicyDefault).map(
    ({ dueAt }) => (dueAt.getTime() - start.getTime()) / 60_000
  );

test('somebody who is not safe has a person at once, a second after five minutes, a manager after ten', () => {
  expect(minutesAfter('immediate')).toEqual([0, 5, 10]);
});

test('an urgent concern has four hours, a priority one a day', () => {
  expect(minutesAfter('urgent')).toEqual([0, 240, 480]);
  expect(minutesAfter('priority')).toEqual([0, 1440, 2880]);
});

/** What the sweep, a responder and the passing of time do to one concern, as the tables would hold it. */
class Concern {
  deadlines: KnownDeadline[] = [];
  calls: { round: number; step: string; at: number; acknowledgedUpTo: number }[] = [];
  acknowledgedUpTo = 0;
  round = 0;
  now = start.getTime();
  urgency: Urgency;

  constructor(urgency: Urgency) {
    this.urgency = urgency;
    this.begin();
  }
  begin() {
    this.round += 1;
    for (const deadline of deadlinesOf(this.urgency, new Date(this.now), safeguardingPolicyDefault)) {
      this.deadlines.push({ ...deadline, round: this.round, called: false, stoodDown: false });
    }
  }
  raise(urgency: Urgency) {
    if (!isHigher(urgency, this.urgency)) return;
    this.urgency = urgency;
    this.begin();
  }
  acknowledge() {
    this.acknowledgedUpTo = this.round;
    for (const deadline of this.deadlines) if (standsDown(deadline, this.round)) deadline.stoodDown = true;
  }
  sweep() {
    for (const deadline of this.deadlines.filter((deadline) => mustCall(deadline, new Date(this.now)))) {
      deadline.called = true;
      this.calls.push({
        round: deadline.round,
        step: deadline.step,
        at: this.now,
        acknowledgedUpTo: this.acknowledgedUpTo
      });
    }
  }
}

type Happening =
  | { what: 'wait'; minutes: number }
  | { what: 'raise'; urgency: Urgency }
  | { what: 'acknowledge' }
  | { what: 'sweep' };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ what: fc.constant('wait' as const), minutes: fc.nat(3000) }),
  fc.record({ what: fc.constant('raise' as const), urgency: fc.constantFrom(...urgencies) }),
  fc.constant({ what: 'acknowledge' as const }),
  fc.constant({ what: 'sweep' as const })
);

function live(first: Urgency, happenings: Happening[]): Concern {
  const concern = new Concern(first);
  for (const next of happenings) {
    if (next.what === 'wait') concern.now += next.minutes * 60_000;
    else if (next.what === 'raise') concern.raise(next.urgency);
    else concern[next.what]();
  }
  return concern;
}

const lives = fc.tuple(fc.constantFrom(...urgencies), fc.array(happening, { maxLength: 40 }));

test('whatever happens in whatever order, nobody is called twice for one deadline', () => {
  fc.assert(
    fc.property(lives, ([first, happenings]) => {
      const { calls } = live(first, happenings);
      expect(new Set(calls.map(({ round, step }) => `${round} ${step}`)).size).toBe(calls.length);
    }),
    { numRuns: 500 }
  );
});

test('whatever happens, nobody is called to what was acknowledged, and every deadline that passed unacknowledged was called', () => {
  fc.assert(
    fc.property(lives, ([first, happenings]) => {
      const concern = live(first, [...happenings, { what: 'sweep' }]);
      for (const call of concern.calls) expect(call.round).toBeGreaterThan(call.acknowledgedUpTo);
      const silent = concern.deadlines.filter(
        ({ dueAt, called, stoodDown }) => dueAt.getTime() <= concern.now && !called && !stoodDown
      );
      expect(silent).toEqual([]);
    }),
    { numRuns: 500 }
  );
});

test('an acknowledgement never silences a round that begins after it', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 20 }), (happenings) => {
      const concern = live('priority', [...happenings, { what: 'acknowledge' }]);
      if (concern.urgency === 'immediate') return;
      const before = concern.calls.length;
      concern.raise('immediate');
      concern.now += 11 * 60_000;
      concern.sweep();
      expect(concern.calls.slice(before).filter(({ round }) => round === concern.round)).toHaveLength(
        steps.length
      );
    })
  );
});

test.each([
  ['2026-11-21T23:30:00Z', 'UTC', '2026-11-22T09:00:00Z'],
  ['2026-11-21T05:30:00Z', 'Africa/Nairobi', '2026-11-21T06:00:00Z'],
  ['2026-11-21T06:00:00Z', 'Africa/Nairobi', '2026-11-22T06:00:00Z']
])('at %s in %s the next working day begins at %s', (at, zone, next) => {
  expect(nextWorkingDay(new Date(at), zone)).toEqual(new Date(next));
});

test('a concern that may wait for the day calls nobody before it, and the others in their time', () => {
  const at = new Date('2026-11-21T23:30:00Z');
  const morning = nextWorkingDay(at, 'UTC');
  const due = deadlinesOf('priority', at, safeguardingPolicyDefault, morning).map(({ dueAt }) =>
    dueAt.toISOString()
  );
  expect(due).toEqual(['2026-11-22T09:00:00.000Z', '2026-11-22T23:30:00.000Z', '2026-11-23T23:30:00.000Z']);
});
