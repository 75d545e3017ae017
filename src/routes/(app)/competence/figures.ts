/** What the forms of rules and of the policy have in common: figures, and from when, on whose word and why they hold. */
import * as v from 'valibot';

export const whole = (min: number, max: number) =>
  v.pipe(v.string(), v.nonEmpty(), v.transform(Number), v.integer(), v.minValue(min), v.maxValue(max));

/** A number that may have been typed with a decimal comma. */
export const upTo = (max: number) =>
  v.pipe(
    v.string(),
    v.nonEmpty(),
    v.transform((text) => Number(text.replace(',', '.'))),
    v.number(),
    v.minValue(0),
    v.maxValue(max)
  );

export const hours = upTo(10_000);

export const fromWhenAndWhy = {
  effectiveOn: v.pipe(v.string(), v.isoDate()),
  source: v.pipe(v.string(), v.trim(), v.maxLength(500)),
  reason: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(2000))
};
