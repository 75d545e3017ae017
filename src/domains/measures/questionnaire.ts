import { instruments, type InstrumentId } from './instrument.ts';
import type { Answers } from './score.ts';

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
