import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gateSeeker, readySupporter } from '#platform/testing/support.ts';
import { refusalsToTakeAnyone, type GateSupporter } from './gate.ts';
import {
  openingsOf,
  placesIn,
  remediesFor,
  trainingThatOpensMost,
  unmetBy,
  type Case,
  type Remedy
} from './openings.ts';
import { gatePolicyDefault as policy } from './policy.ts';

const today = '2026-11-21';

/** What can be wrong with somebody; each is one thing to mend. */
const wrongs: Partial<Record<Remedy, (one: Case) => void>> = {
  assessment: ({ supporter }) => (supporter.latestAssessment!.on = '2026-01-01'),
  skills: ({ supporter }) => (supporter.latestAssessment!.levels[0]!.level = 2),
  certificate: ({ supporter }) => (supporter.certificate = null),
  hours: (one) => {
    one.supporter.certificate = null;
    one.againstCertificate.push('hours-missing');
  },
  'background-check': ({ supporter }) => (supporter.backgroundChecked = false),
  supervision: ({ supporter }) => (supporter.supervision.overdue = true),
  supervisor: ({ supporter }) => (supporter.supervision.supervisor = null)
};
const mended: Partial<Record<Remedy, (supporter: GateSupporter) => void>> = {
  assessment: (supporter) => (supporter.latestAssessment!.on = today),
  skills: (supporter) => {
    supporter.latestAssessment!.on = today;
    supporter.latestAssessment!.levels[0]!.level = 3;
  },
  'background-check': (supporter) => (supporter.backgroundChecked = true),
  supervision: (supporter) => (supporter.supervision.overdue = false),
  supervisor: (supporter) => (supporter.supervision.supervisor = 'sara')
};

const ready = (id: string, places = 2): Case => ({
  againstCertificate: [],
  supporter: readySupporter({
    id,
    latestAssessment: { on: '2026-10-01', levels: [{ item: 'empathy', required: true, level: 3 }] },
    caseload: { open: 0, caseloadMax: places, contactHoursThisWeek: 0, weeklyHoursMax: 10 }
  })
});

const kinds = Object.keys(wrongs) as Remedy[];
const helper = fc.record({
  wrong: fc.uniqueArray(fc.constantFrom(...kinds), { maxLength: 3 }),
  places: fc.integer({ min: 0, max: 6 }),
  resting: fc.boolean(),
  paused: fc.boolean()
});
const helpers = fc.array(helper, { maxLength: 12 }).map((list) =>
  list.map(({ wrong, places, resting, paused }, at) => {
    const one = ready(`helper-${at}`, places);
    for (const kind of wrong) wrongs[kind]!(one);
    if (resting) one.supporter.suspended = true;
    if (paused) one.supporter.paused = true;
    return one;
  })
);

describe('what would open places', () => {
  test('everybody is counted once, and no place twice', () => {
    fc.assert(
      fc.property(helpers, (cases) => {
        const { open, single, several, undecided, full } = openingsOf(cases, policy, today);
        const waiting = single.flatMap((one) => one.waiting);
        const everybody = [
          ...[...open, ...waiting, ...several].map(({ supporter }) => supporter),
          ...undecided,
          ...full
        ];
        expect(everybody.toSorted()).toEqual(cases.map(({ supporter }) => supporter.id).toSorted());
        for (const one of single) expect(one.places).toBe(placesIn(one.waiting));
        expect(placesIn([...open, ...waiting, ...several])).toBeLessThanOrEqual(
          cases.reduce((sum, { supporter: { caseload } }) => sum + caseload.caseloadMax, 0)
        );
      })
    );
  });

  test('once the one thing is mended, the gate itself lets them take somebody on; before, it does not', () => {
    fc.assert(
      fc.property(helpers, (cases) => {
        for (const { remedy, waiting } of openingsOf(cases, policy, today).single)
          for (const { supporter: id } of waiting) {
            const supporter = structuredClone(cases.find((one) => one.supporter.id === id)!.supporter);
            expect(refusalsToTakeAnyone(supporter, policy, today)).not.toEqual([]);
            mended[remedy]?.(supporter);
            // What a certificate waited for is there now, and it is issued.
            supporter.certificate ??= { expiresOn: '2027-11-20', suspended: false };
            expect(refusalsToTakeAnyone(supporter, policy, today)).toEqual([]);
          }
      })
    );
  });

  test('the training named first opens more than other training, whatever supervision or a supervisor would open', () => {
    const unsupervised = ready('unsupervised', 6);
    wrongs.supervision!(unsupervised);
    expect(trainingThatOpensMost(openingsOf([unsupervised], policy, today))).toBeNull();
    const [unassessed, unsure, untaught] = [ready('unassessed', 3), ready('unsure', 2), ready('untaught', 2)];
    wrongs.assessment!(unassessed);
    wrongs.skills!(unsure);
    wrongs.skills!(untaught);
    const cases = [unsupervised, unassessed, unsure, untaught];
    expect(trainingThatOpensMost(openingsOf(cases, policy, today))).toMatchObject({
      remedy: 'skills',
      places: 4
    });
  });

  test('in whatever order people stand, the counts are the same', () => {
    fc.assert(
      fc.property(helpers, (cases) => {
        const counted = (list: Case[]) =>
          openingsOf(list, policy, today).single.map(({ remedy, places }) => ({ remedy, places }));
        expect(counted(cases.toReversed())).toEqual(counted(cases));
      })
    );
  });

  test('who is to be assessed again after learning waits for one thing, and a resting certificate for nobody’s timetable', () => {
    const learner = ready('learner');
    wrongs.skills!(learner);
    wrongs.assessment!(learner);
    expect(remediesFor(learner, policy, today)).toEqual(['skills']);
    const resting = ready('resting');
    resting.supporter.certificate!.suspended = true;
    wrongs.supervision!(resting);
    expect(remediesFor(resting, policy, today)).toBeNull();
  });
});

describe('people whom nobody may take on', () => {
  test('are counted for the language, or the training, that alone is missing', () => {
    const [only, untrained] = [ready('only'), ready('untrained')];
    untrained.supporter.childSafeguarding = false;
    const seekers = [gateSeeker(), gateSeeker({ languages: ['so'] }), gateSeeker({ languages: ['so'] })];
    expect(unmetBy([only], seekers, policy, today)).toEqual([
      { remedy: 'language', languages: ['so'], requests: 2, supporters: ['only'] }
    ]);
    expect(unmetBy([untrained], [gateSeeker({ minor: true })], policy, today)).toEqual([
      { remedy: 'child-safeguarding', languages: [], requests: 1, supporters: ['untrained'] }
    ]);
  });

  test('a block, a tie or a wish is nobody’s to mend, and is not counted', () => {
    const blocked = gateSeeker({ blocked: ['only'] });
    const tied = gateSeeker({ ties: [{ supporter: 'only', tie: 'same-household' }], languages: ['so'] });
    expect(unmetBy([ready('only')], [blocked, tied], policy, today)).toEqual([]);
  });
});
