/** Why what somebody was asked to assess did not take place. */
import { m } from '#messages';

export const withdrawalCauses = ['did-not-come', 'not-watched', 'by-mistake'] as const;
export type WithdrawalCause = (typeof withdrawalCauses)[number];
export const withdrawalWords = {
  'did-not-come': m.competence_withdraw_did_not_come,
  'not-watched': m.competence_withdraw_not_watched,
  'by-mistake': m.competence_withdraw_by_mistake
} satisfies Record<WithdrawalCause, () => string>;
