import { enrolmentRefusals, type EnrolmentRefusal } from './enrolment.ts';
import { m } from '#messages';

export type InvitationAnswer = 'accepted' | 'declined';
export type InvitationRefusal = EnrolmentRefusal | 'not-invited' | 'nobody-chosen';
export type WithdrawalRefusal = 'not-yours-to-enrol' | 'not-invited' | 'workshop-over' | 'workshop-cancelled';

export const invitationRefusals = {
  ...enrolmentRefusals,
  'not-invited': m.training_refusal_not_invited,
  'nobody-chosen': m.training_refusal_nobody_chosen
} satisfies Record<InvitationRefusal, () => string>;

export const withdrawalRefusals = {
  'not-yours-to-enrol': m.training_refusal_not_yours_to_enrol,
  'not-invited': m.training_refusal_nobody_invited_so,
  'workshop-over': m.training_refusal_over_cannot_cancel,
  'workshop-cancelled': m.training_refusal_workshop_cancelled
} satisfies Record<WithdrawalRefusal, () => string>;

// Policy: somebody who has not answered is asked again after three days, and once more after a week. Then it is their silence.
export const remindedAfterDays = [3, 7] as const;
