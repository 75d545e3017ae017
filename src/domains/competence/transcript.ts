/**
 * Written role-plays on which assessors are calibrated: our own words, and our own reading of what is to be seen in them, line
 * by line. A reading is a proposal: an organisation's experts agree their reference before anybody is held to it.
 */
import type { Language } from './rubric.ts';
import ar from './transcripts/ar.json' with { type: 'json' };
import en from './transcripts/en.json' with { type: 'json' };
import es from './transcripts/es.json' with { type: 'json' };
import fr from './transcripts/fr.json' with { type: 'json' };
import sw from './transcripts/sw.json' with { type: 'json' };

const voices = ['helper', 'person', 'seen'] as const;
export type Voice = (typeof voices)[number];
/** Without a voice the words themselves name who speaks. */
export type TranscriptLine = { voice: Voice | null; words: string };
export type Transcript = {
  id: string;
  rubric: string;
  title: Record<Language, string>;
  lines: Record<Language, TranscriptLine[]>;
  /** Each behaviour to be seen, with the numbers of the lines that show it; lines begin at 1. */
  reading: Record<string, number[]>;
};

const inEach = { en, fr, es, sw, ar };

export const transcripts: Transcript[] = [
  transcript('broken-net', 'shphhphpsphshphphphphphphphhphhhphhhs', {
    'presence.basic.1': [1],
    'presence.basic.2': [9],
    'presence.advanced.1': [9],
    'listening.basic.1': [7],
    'listening.basic.2': [9],
    'listening.advanced.1': [15],
    'rapport.basic.1': [2],
    'rapport.basic.2': [4],
    'rapport.basic.3': [12],
    'rapport.advanced.1': [2],
    'confidentiality.basic.1': [5],
    'confidentiality.basic.2': [5],
    'confidentiality.basic.3': [1],
    'empathy.basic.1': [11],
    'empathy.basic.2': [12],
    'feelings.basic.1': [13],
    'feelings.basic.2': [13],
    'feelings.advanced.2': [15],
    'daily-life.basic.1': [17],
    'daily-life.basic.2': [17],
    'meaning.basic.1': [19],
    'meaning.basic.2': [21],
    'connections.basic.1': [21],
    'connections.basic.2': [23],
    'goals.basic.1': [32],
    'goals.basic.2': [34],
    'hope.basic.1': [35],
    'coping.basic.1': [28],
    'coping.basic.2': [30],
    'information.basic.1': [31],
    'information.basic.2': [31],
    'feedback.basic.2': [36],
    'harm.basic.1': [25],
    'harm.basic.2': [25],
    'harm.basic.3': [27]
  }),
  transcript('quiet-teacher', 'shhpshpshphphphphphphphphhhhphhhp', {
    'presence.harmful.1': [5],
    'presence.basic.1': [1],
    'listening.basic.1': [6],
    'listening.basic.2': [8],
    'rapport.basic.1': [2],
    'rapport.basic.2': [2],
    'confidentiality.harmful.1': [3],
    'confidentiality.harmful.3': [1],
    'empathy.harmful.2': [9],
    'feelings.basic.1': [11],
    'feelings.basic.2': [11],
    'feelings.advanced.1': [13],
    'daily-life.basic.1': [15],
    'daily-life.basic.2': [15],
    'daily-life.advanced.1': [17],
    'meaning.basic.1': [19],
    'meaning.basic.2': [21],
    'connections.basic.1': [28],
    'connections.harmful.2': [30],
    'goals.harmful.1': [26],
    'hope.basic.1': [27],
    'hope.basic.2': [27],
    'coping.basic.1': [21],
    'coping.basic.2': [23],
    'information.harmful.1': [31],
    'feedback.basic.1': [32],
    'feedback.basic.2': [32],
    'harm.harmful.1': [25]
  })
];

/** Lines of an organisation’s own words: each non-empty line one. */
export function linesOf(text: string): TranscriptLine[] {
  return text
    .split(/\r?\n/)
    .map((words) => words.trim())
    .filter(Boolean)
    .map((words) => ({ voice: null, words }));
}

// `speaks` has a letter a line: what is seen, the helper, the person.
function transcript(id: keyof typeof en, speaks: string, reading: Transcript['reading']): Transcript {
  const voiceOf = (letter: string) => voices.find((voice) => voice.startsWith(letter))!;
  const lines = (language: Language) =>
    inEach[language][id].lines.map((words, index) => ({ voice: voiceOf(speaks[index]!), words }));
  const each = <T>(read: (language: Language) => T) =>
    Object.fromEntries((Object.keys(inEach) as Language[]).map((language) => [language, read(language)]));
  return {
    id,
    rubric: 'foundational-helping',
    title: each((language) => inEach[language][id].title) as Transcript['title'],
    lines: each(lines) as Transcript['lines'],
    reading
  };
}
