/** What a workshop's forms have in common: the fields that may be left blank, and the number of seats. */
import * as v from 'valibot';
import { m } from '#messages';

export const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.training_error_required())
);
export const blank = v.pipe(
  v.literal(''),
  v.transform(() => null)
);
export const room = v.optional(v.union([blank, v.pipe(v.string(), v.uuid())]), '');
export const byInvitation = v.pipe(
  v.optional(v.literal('yes')),
  v.transform((ticked) => ticked === 'yes')
);
export const venue = v.union([blank, v.pipe(v.string(), v.trim(), v.maxLength(300))]);
export const onlineLink = v.union([blank, v.pipe(v.string(), v.url(), v.startsWith('https://'))], () =>
  m.training_error_link()
);
export const seats = v.pipe(
  v.string(),
  v.transform(Number),
  v.integer(() => m.training_error_seats()),
  v.minValue(1, () => m.training_error_seats()),
  v.maxValue(1000, () => m.training_error_seats())
);
