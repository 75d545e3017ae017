import { m } from '#messages';

/** Another line for a workshop that is planned already. */
export type LineChange = { id: string; workshop: string; line: string; reason: string };

export type LineChangeRefusal =
  | 'not-yours-to-change'
  | 'no-such-workshop'
  | 'same-line'
  | 'no-such-line'
  | 'outside-grant-period'
  | 'already-charged'
  | 'terms-in-other-currency';

export const lineChangeRefusals = {
  'not-yours-to-change': m.training_refusal_not_yours_to_change,
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'same-line': m.training_refusal_same_line,
  'no-such-line': m.training_refusal_no_such_line,
  'outside-grant-period': m.training_refusal_outside_grant_period,
  'already-charged': m.training_refusal_already_charged,
  'terms-in-other-currency': m.training_refusal_terms_in_other_currency
} satisfies Record<LineChangeRefusal, () => string>;
