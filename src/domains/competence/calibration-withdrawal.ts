/** Why a calibration piece is withdrawn. */
import { m } from '#messages';

export const pieceCauses = ['consent', 'unfit'] as const;
export type PieceCause = (typeof pieceCauses)[number];
export const pieceCauseWords = {
  consent: m.competence_calibration_cause_consent,
  unfit: m.competence_calibration_cause_unfit
} satisfies Record<PieceCause, () => string>;
