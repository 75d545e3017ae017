/** Two assessors of the same observation, side by side: how far they agree over its items. */
import { icc, weightedKappa, type Icc } from './agreement.ts';
import type { AgreementRefusal } from './agreement-refusal.ts';
import type { ItemLevel } from './level.ts';

export type Comparison = {
  /** Items both gave the same level. */
  same: number;
  count: number;
  icc: Icc | { refusal: AgreementRefusal };
  kappa: { linear: number; quadratic: number } | { refusal: AgreementRefusal };
};

/** Compares the first two who are done; null while there is only one. */
export function compare(assessments: readonly ItemLevel[][]): Comparison | null {
  const [one, two] = assessments;
  if (!one || !two) return null;
  const table = one.map(({ level }, index) => [level, two[index]!.level]);
  const linear = weightedKappa(table, 'linear');
  const quadratic = weightedKappa(table, 'quadratic');
  return {
    same: table.filter(([first, second]) => first === second).length,
    count: table.length,
    icc: icc(table),
    kappa:
      typeof linear === 'number' && typeof quadratic === 'number'
        ? { linear, quadratic }
        : (linear as { refusal: AgreementRefusal })
  };
}
