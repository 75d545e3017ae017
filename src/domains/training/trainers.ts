import { m } from '#messages';

export type TrainersRefusal =
  | 'no-such-workshop'
  | 'workshop-over'
  | 'workshop-cancelled'
  | 'trainer-not-certified'
  | 'not-yours-to-change';

export const trainersRefusals = {
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'workshop-over': m.training_refusal_over_cannot_change,
  'workshop-cancelled': m.training_refusal_workshop_cancelled,
  'trainer-not-certified': m.training_refusal_trainer_not_certified,
  'not-yours-to-change': m.training_refusal_not_yours_to_change
} satisfies Record<TrainersRefusal, () => string>;
