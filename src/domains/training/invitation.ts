import { enrolmentRefusals, type EnrolmentRefusal } from './enrolment.ts';
import { m } from '#messages';

export type InvitationAnswer = 'accepted' | 'declined';
export type InvitationRefusal = EnrolmentRefusal | 'not-invited' | 'nobody-chosen';

export const invitationRefusals = {
  ...enrolmentRefusals,
  'not-invited': m.training_refusal_not_invited,
  'nobody-chosen': m.training_refusal_nobody_chosen
} satisfies Record<InvitationRefusal, () => string>;

// Policy: somebody who has not answered is asked again after three days, and once more after a week. Then it is their silence.
export const remindedAfterDays = [3, 7] as const;
