import * as v from 'valibot';
import { encounterKinds, templates, type FidelityItem, type Template } from '#domains/support/index.ts';

const words = v.pipe(v.string(), v.trim(), v.maxLength(5000));

/** A session, as the form gives it. Day and time are the clocks' of the organisation. */
export const EncounterForm = v.object({
  command: v.pipe(v.string(), v.uuid()),
  day: v.pipe(v.string(), v.isoDate()),
  time: v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
  minutes: v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(600)),
  kind: v.picklist(encounterKinds),
  talkedAbout: words,
  helped: words,
  nextStep: words,
  nextStepOn: v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => undefined)
    ),
    v.pipe(v.string(), v.isoDate())
  ])
});

export function isTemplate(name: string | null): name is Template {
  return name !== null && name in templates;
}

/** What was ticked of a template; nothing when no item was answered. */
export function checksIn(form: FormData, template: Template): Partial<Record<FidelityItem, boolean>> {
  const answered = templates[template]
    .map((item) => [item, form.get(`check.${item}`)] as const)
    .filter(([, answer]) => answer);
  return Object.fromEntries(answered.map(([item, answer]) => [item, answer === 'yes']));
}
