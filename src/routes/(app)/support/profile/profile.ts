import * as v from 'valibot';
import { genders, settings, supporterAgeBands, talkingLanguages, topics } from '#domains/support/index.ts';

export const placesLimit = 100;
export const hoursLimit = 60;

const none = v.pipe(
  v.literal(''),
  v.transform(() => null)
);
const upTo = (max: number) =>
  v.union([
    none,
    v.pipe(
      v.string(),
      v.trim(),
      v.regex(/^\d{1,3}([.,]\d)?$/),
      v.transform((text) => Number(text.replace(',', '.'))),
      v.maxValue(max)
    )
  ]);

/** What a supporter offers, as the form gives it. */
export const ProfileForm = v.object({
  introduction: v.pipe(v.string(), v.trim(), v.maxLength(1000)),
  languages: v.pipe(v.array(v.picklist(talkingLanguages)), v.minLength(1)),
  gender: v.union([none, v.picklist(genders)]),
  ageBand: v.union([none, v.picklist(supporterAgeBands)]),
  topics: v.array(v.picklist(topics)),
  settings: v.array(v.picklist(settings)),
  placesMax: v.pipe(upTo(placesLimit), v.nullable(v.pipe(v.number(), v.integer()))),
  weeklyHoursMax: upTo(hoursLimit),
  also: v.array(v.picklist(['minors', 'pause']))
});

export function profileIn(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '');
  const all = (name: string) => form.getAll(name).map(String);
  return {
    introduction: text('introduction'),
    languages: all('languages'),
    gender: text('gender'),
    ageBand: text('ageBand'),
    topics: all('topics'),
    settings: all('settings'),
    placesMax: text('placesMax'),
    weeklyHoursMax: text('weeklyHoursMax'),
    also: all('also')
  };
}
