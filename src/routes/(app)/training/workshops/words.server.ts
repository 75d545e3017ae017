/** What is said of a workshop, as its forms ask for it. */
import * as v from 'valibot';
import { workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { getLocale } from '#languages';
import { languageChoices, talkingLanguages } from '#domains/support/index.ts';
import { m } from '#messages';
import { filled } from './fields.ts';

export const named = {
  title: v.pipe(filled, v.maxLength(200)),
  aims: v.pipe(filled, v.maxLength(4000))
};
export const offered = {
  kind: v.picklist(workshopKinds, () => m.training_error_choose()),
  language: v.picklist(talkingLanguages, () => m.training_error_choose()),
  also_in: v.array(v.picklist(talkingLanguages))
};

export function wordChoices() {
  return {
    kinds: workshopKinds.map((kind) => ({ value: kind, label: workshopKindNames[kind]() })),
    ...languageChoices(getLocale())
  };
}
