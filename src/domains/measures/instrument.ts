/**
 * The questionnaires an answer can be given to. Each is a FHIR R4 Questionnaire, kept as data in `instruments/`,
 * with its LOINC codes and its wording in the five languages; only what they share is read out here.
 */
import gad7 from './instruments/gad-7.json' with { type: 'json' };
import phq9 from './instruments/phq-9.json' with { type: 'json' };

export const instrumentIds = ['phq-9', 'gad-7'] as const;
export type InstrumentId = (typeof instrumentIds)[number];
export type Language = 'en' | 'fr' | 'es' | 'sw' | 'ar';

/** What is known about a score besides the wording: published, so each carries its source. */
export type Instrument = {
  id: InstrumentId;
  title: string;
  /** LOINC codes of the whole panel and of its total. */
  loinc: { panel: string; total: string };
  lead: Record<Language, string>;
  items: { number: number; loinc: string; text: Record<Language, string> }[];
  /** The possible answers, lowest first; an answer is given as its `value`. */
  answers: { value: number; loinc: string; text: Record<Language, string> }[];
};

export const instruments: Record<InstrumentId, Instrument> = { 'phq-9': read(phq9), 'gad-7': read(gad7) };

/** Whether this text names an instrument we can score. */
export function isInstrument(text: string): text is InstrumentId {
  return (instrumentIds as readonly string[]).includes(text);
}

type Questionnaire = typeof phq9;
type Text = {
  text: string;
  _text?: { extension: { extension: { url: string; valueCode?: string; valueString?: string }[] }[] };
};

function read(questionnaire: Questionnaire): Instrument {
  const lead = questionnaire.item.find(({ type }) => type === 'display')!;
  const total = questionnaire.item.find(({ linkId }) => linkId === 'total')!;
  const questions = questionnaire.item.filter(({ type }) => type === 'choice');
  const frequencies = questionnaire.contained[0]!.compose.include[0]!.concept;
  return {
    id: questionnaire.id as InstrumentId,
    title: questionnaire.title,
    loinc: { panel: questionnaire.code[0]!.code, total: total.code![0]!.code },
    lead: wording(lead),
    items: questions.map((item, index) => ({
      number: index + 1,
      loinc: item.code![0]!.code,
      text: wording(item)
    })),
    answers: frequencies.map(({ extension, code, display, designation }) => ({
      value: extension[0]!.valueDecimal,
      loinc: code,
      text: {
        en: display,
        ...Object.fromEntries(designation.map(({ language, value }) => [language, value]))
      } as Record<Language, string>
    }))
  };
}

function wording({ text, _text }: Text): Record<Language, string> {
  const translations = (_text?.extension ?? []).map(({ extension }) => [
    extension.find(({ url }) => url === 'lang')!.valueCode!,
    extension.find(({ url }) => url === 'content')!.valueString!
  ]);
  return { en: text, ...Object.fromEntries(translations) } as Record<Language, string>;
}
