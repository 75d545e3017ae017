import { m } from '#messages';

/** Why agreement cannot be told. Its words stand apart from the formulas, so that a page brings no statistics along. */
export type AgreementRefusal =
  | 'too-few-subjects'
  | 'too-few-raters'
  | 'missing-cells'
  | 'no-variance'
  | 'no-interval'
  | 'not-a-level'
  | 'not-two-raters';

/** Plain English for the command line; pages use `agreementRefusals`. */
export const agreementComplaints: Record<AgreementRefusal, string> = {
  'too-few-subjects': 'Agreement needs at least two subjects.',
  'too-few-raters': 'Agreement needs at least two assessors.',
  'missing-cells': 'Every assessor must have scored every subject; a cell is empty or not a number.',
  'no-variance': 'All scores are the same, so agreement cannot be told from chance.',
  'no-interval':
    'The assessors agree less than chance would have them; more subjects are needed for a figure.',
  'not-a-level': 'A level is a whole number from 1 to 4.',
  'not-two-raters': 'Weighted kappa compares exactly two assessors.'
};

/** The same for the pages, in the reader's language. */
export const agreementRefusals = {
  'too-few-subjects': m.competence_agreement_too_few,
  'too-few-raters': m.competence_agreement_too_few,
  'missing-cells': m.competence_agreement_too_few,
  'no-variance': m.competence_agreement_no_variance,
  'no-interval': m.competence_agreement_no_interval,
  'not-a-level': m.competence_agreement_too_few,
  'not-two-raters': m.competence_agreement_too_few
} satisfies Record<AgreementRefusal, () => string>;
