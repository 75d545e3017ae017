import { m } from '#messages';
import { instruments, type InstrumentId } from './instrument.ts';
import type { Answers } from './score.ts';

/** What each questionnaire is about, in plain words. */
export const instrumentTitles = {
  'phq-9': m.measures_title_phq_9,
  'gad-7': m.measures_title_gad_7
} satisfies Record<InstrumentId, () => string>;

/** The name of an item's form field; two questionnaires may stand in one form. */
export function fieldOf(instrument: InstrumentId, item: number): string {
  return `${instrument}.${item}`;
}

/**
 * What was ticked in `Questionnaire.svelte`: one answer an item, null where none. Null as a whole when the form holds
 * no answer at all: the questionnaire was left out. Anything that is not a number stays NaN, which `score` refuses.
 */
export function answersFrom(form: FormData, instrument: InstrumentId): Answers | null {
  const answers = instruments[instrument].items.map(({ number }) => {
    const text = form.get(fieldOf(instrument, number));
    return text === null || text === '' ? null : Number(text);
  });
  return answers.every((answer) => answer === null) ? null : answers;
}
