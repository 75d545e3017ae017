/** An assessor's levels beside the reference's, and when it is time to be calibrated again. */
import { addDays, addMonths, type Day } from '#platform/clock/index.ts';
import { m } from '#messages';
import { weightedKappa } from './agreement.ts';
import { deriveLevels, type ItemShape, type Level } from './level.ts';
import type { Policy } from './policy.ts';

export type Beside = { item: string; own: Level; reference: Level };
export type CalibrationResult = {
  items: Beside[];
  same: number;
  /** Quadratic weights, as between assessors; null where it cannot be told. */
  kappa: number | null;
};

/** Every item, the assessor's level beside the reference's. */
export function besideReference(
  shapes: readonly ItemShape[],
  own: Iterable<string>,
  reference: Iterable<string>
): CalibrationResult {
  const [mine, theirs] = [new Set(own), new Set(reference)].map((ticks) => deriveLevels(shapes, ticks));
  const items = mine!.map(({ item, level }, index) => ({
    item,
    own: level,
    reference: theirs![index]!.level
  }));
  const kappa = weightedKappa(
    items.map(({ own, reference }) => [own, reference]),
    'quadratic'
  );
  return {
    items,
    same: items.filter(({ own, reference }) => own === reference).length,
    kappa: typeof kappa === 'number' ? kappa : null
  };
}

/** Whether a calibration reaches the bar; where chance cannot be told, only wholly the same does. */
export function passes(
  { same, count, kappa }: { same: number; count: number; kappa: number | null },
  agreementMin: number
): boolean {
  return (kappa ?? (same === count ? 1 : 0)) >= agreementMin;
}

/** The day on which the next calibration is due: at once where there was none. */
export function calibrationDueOn(
  newest: Day | null,
  { calibrationMonths }: Pick<Policy, 'calibrationMonths'>,
  today: Day
): Day {
  return newest === null ? today : addMonths(newest, calibrationMonths);
}

/**
 * Which to take next: one never taken, else the one taken longest ago. `taken` is the day each was last taken on. Null where there
 * is none.
 */
export function nextPiece<Piece extends { id: string }>(
  pieces: readonly Piece[],
  taken: ReadonlyMap<string, Day>
): Piece | null {
  return (
    pieces.toSorted((one, other) => {
      const [first, second] = [taken.get(one.id) ?? '', taken.get(other.id) ?? ''];
      return first < second ? -1 : Number(first > second);
    })[0] ?? null
  );
}

export type CalibrationRefusal =
  'withdrawn' | 'own-reference' | 'no-such-piece' | 'remembered' | 'already-handed-in';
export const calibrationRefusals = {
  withdrawn: m.competence_calibration_withdrawn_refused,
  'own-reference': m.competence_calibration_own_reference,
  'no-such-piece': m.competence_calibration_no_such_piece,
  remembered: m.competence_calibration_remembered,
  'already-handed-in': m.competence_calibration_already
} satisfies Record<CalibrationRefusal, () => string>;

// Policy, no published figure: after a season few remember what stood in which line.
const rememberedDays = 90;

/** Whoever has lately read a reference would tick from memory: the same piece waits. */
export function refusalToCalibrate(
  { own, lastTakenOn, withdrawn }: { own: boolean; lastTakenOn: Day | null; withdrawn?: object | null },
  policy: Pick<Policy, 'calibrationMonths'>,
  today: Day
): CalibrationRefusal | null {
  if (withdrawn) return 'withdrawn';
  if (own) return 'own-reference';
  if (lastTakenOn === null) return null;
  const forgotten = addDays(lastTakenOn, rememberedDays);
  return today < forgotten && today < calibrationDueOn(lastTakenOn, policy, today) ? 'remembered' : null;
}
