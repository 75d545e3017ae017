/** Whether somebody's scores changed by more than the questionnaire's own noise (Jacobson & Truax 1991). */
import { m } from '#messages';
import type { CutOff } from './cut-off.ts';
import type { InstrumentId } from './instrument.ts';

export type ChangeClass = 'recovered' | 'improved' | 'no-reliable-change' | 'deteriorated';
export type Change = {
  instrument: InstrumentId;
  from: number;
  to: number;
  /** Points; negative is better, for both instruments. */
  difference: number;
  /** Half of the first score or less is left. */
  response: boolean;
  class: ChangeClass;
};

export const changeWords = {
  recovered: m.measures_change_recovered,
  improved: m.measures_change_improved,
  'no-reliable-change': m.measures_change_none,
  deteriorated: m.measures_change_deteriorated
} satisfies Record<ChangeClass, () => string>;

/** The smallest reliable change in points (NHS Talking Therapies manual: PHQ-9 6, GAD-7 4). */
export const reliableChangePoints: Record<InstrumentId, number> = { 'phq-9': 6, 'gad-7': 4 };

/** Judges a first and a later total. `recovered` is a reliable improvement that also crosses the cut-off. */
export function changeBetween(
  instrument: InstrumentId,
  from: number,
  to: number,
  cutOff: Pick<CutOff, 'from'>
): Change {
  const difference = to - from;
  return { instrument, from, to, difference, response: from > 0 && to <= from / 2, class: classOf() };

  function classOf(): ChangeClass {
    const reliable = reliableChangePoints[instrument];
    if (difference >= reliable) return 'deteriorated';
    if (difference > -reliable) return 'no-reliable-change';
    return from >= cutOff.from && to < cutOff.from ? 'recovered' : 'improved';
  }
}

/**
 * Jacobson & Truax's reliable change index, RC = (to − from) / S_diff, where S_diff = √2 · sd · √(1 − reliability).
 * Beyond ±1.96 the change is reliable at 5 %. For an organisation that knows its own people's spread.
 */
export function reliableChangeIndex(
  from: number,
  to: number,
  people: { sd: number; reliability: number }
): number {
  const standardError = people.sd * Math.sqrt(1 - people.reliability);
  return (to - from) / (Math.SQRT2 * standardError);
}
