import * as v from 'valibot';
import { genders, settings, supporterAgeBands, talkingLanguages, topics } from '#domains/support/index.ts';

const noneAsNull = <Schema extends v.GenericSchema<string, string>>(schema: Schema) =>
  v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => null)
    ),
    schema
  ]);

/** What would help, as the form gives it: an empty choice is no wish. */
export const WishesForm = v.object({
  languages: v.pipe(v.array(v.picklist(talkingLanguages)), v.minLength(1)),
  topics: v.array(v.picklist(topics)),
  setting: noneAsNull(v.picklist(settings)),
  place: noneAsNull(v.pipe(v.string(), v.uuid())),
  preferredGender: noneAsNull(v.picklist(genders)),
  preferredAgeBand: noneAsNull(v.picklist(supporterAgeBands)),
  minor: v.pipe(
    v.picklist(['yes', 'no']),
    v.transform((value) => value === 'yes')
  ),
  wants: v.picklist(['choose', 'coordinator'])
});

export function wishesIn(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    languages: form.getAll('languages').map(String),
    topics: form.getAll('topics').map(String),
    setting: text('setting'),
    place: text('place'),
    preferredGender: text('preferredGender'),
    preferredAgeBand: text('preferredAgeBand'),
    minor: text('minor'),
    wants: text('wants') || 'choose'
  };
}
