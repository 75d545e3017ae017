import { m } from '#messages';

export type ThirdRefusal = 'nothing-disputed' | 'asked-already' | 'not-yours' | 'may-not-be-asked';
export const thirdRefusals = {
  'nothing-disputed': m.competence_resolution_nothing,
  'asked-already': m.competence_third_asked_already,
  'not-yours': m.competence_refused_not_yours,
  'may-not-be-asked': m.competence_third_may_not
} satisfies Record<ThirdRefusal, () => string>;
