/** Where a score begins to suggest that somebody could use more help; found by studies, each for its own people. */
import type { InstrumentId, Language } from './instrument.ts';

export type CutOff = {
  id: string;
  instrument: InstrumentId;
  /** Null: not tied to one language. */
  language: Language | null;
  population: string;
  /** A total of this much or more. */
  from: number;
  citation: string;
};

const cutOffs: CutOff[] = [
  {
    id: 'phq-9-usual',
    instrument: 'phq-9',
    language: null,
    population: 'general',
    from: 10,
    citation:
      'Kroenke, Spitzer & Williams, J Gen Intern Med 2001;16:606–613; Levis, Benedetti & Thombs, BMJ 2019;365:l1476'
  },
  {
    id: 'phq-9-sw-zanzibar',
    instrument: 'phq-9',
    language: 'sw',
    population: 'zanzibar-primary-care',
    from: 5,
    citation:
      'Ceccolini et al., BMC Psychology 2025;13 (Unguja, Zanzibar; sensitivity 69 %, specificity 63 %)'
  },
  {
    id: 'gad-7-usual',
    instrument: 'gad-7',
    language: null,
    population: 'general',
    from: 10,
    citation: 'Spitzer, Kroenke, Williams & Löwe, Arch Intern Med 2006;166:1092–1097'
  },
  {
    id: 'gad-7-sw-zanzibar',
    instrument: 'gad-7',
    language: 'sw',
    population: 'zanzibar-primary-care',
    from: 3,
    citation:
      'Ceccolini et al., BMC Psychology 2025;13 (Unguja, Zanzibar; sensitivity 69 %, specificity 64 %)'
  }
];

/** The cut-off found for these people in this language; where no study did, the usual one. */
export function cutOffFor(instrument: InstrumentId, language: Language, population = 'general'): CutOff {
  const found = cutOffs.filter((cutOff) => cutOff.instrument === instrument);
  const theirs = found.find((cutOff) => cutOff.population === population && cutOff.language === language);
  return theirs ?? found.find((cutOff) => cutOff.population === 'general')!;
}

/** The cut-off a stored response was judged by. */
export function cutOffNamed(id: string): CutOff {
  const known = cutOffs.find((cutOff) => cutOff.id === id);
  if (!known) throw new Error(`There is no cut-off called ${id}.`);
  return known;
}
