/** Languages one can ask to talk in, as BCP 47 codes: the five of the pages first, then others spoken around them. */
export const talkingLanguages = [
  'en',
  'fr',
  'es',
  'sw',
  'ar',
  'am',
  'ff',
  'ha',
  'ln',
  'lg',
  'ny',
  'om',
  'pt',
  'qu',
  'rw',
  'so',
  'ti',
  'uk',
  'wo',
  'yo',
  'zu'
] as const;

// Found once for each language of readers: a list asks for one in every row.
const namesFor = new Map<string, { of: Intl.DisplayNames; known: Map<string, string> }>();

/** The name of a language, each in its own words where the device of the reader may not know it. */
export function languageName(code: string, reader: string): string {
  const names = namesFor.get(reader) ?? {
    of: new Intl.DisplayNames([reader], { type: 'language' }),
    known: new Map<string, string>()
  };
  namesFor.set(reader, names);
  const name = names.known.get(code) ?? names.of.of(code) ?? code;
  names.known.set(code, name);
  return name;
}

// The pages themselves speak these; most people find theirs among them.
const foundFirst = 5;

/** The same, with the languages somebody already has among them: unticking must stay their own doing. */
export function languageChoicesWith(had: readonly string[], reader: string) {
  const { languages, moreLanguages } = languageChoices(reader);
  const known: readonly string[] = talkingLanguages;
  const others = had.filter((code) => !known.includes(code));
  return {
    languages,
    moreLanguages: [
      ...moreLanguages,
      ...others.map((code) => ({ value: code, label: languageName(code, reader) }))
    ]
  };
}

/** Languages to choose from, in the reader's words: first those that most ask for, and the others for who wants more. */
export function languageChoices(reader: string) {
  const choices = talkingLanguages.map((code) => ({ value: code, label: languageName(code, reader) }));
  return { languages: choices.slice(0, foundFirst), moreLanguages: choices.slice(foundFirst) };
}
