/** Languages as people write them: a code, or a name in any of the five languages of the pages. */

const readers = ['en', 'fr', 'es', 'sw', 'ar'];
const letters = [...'abcdefghijklmnopqrstuvwxyz'];

let names: Map<string, string> | undefined;

/** The BCP 47 code of a language; null when it is none we know. */
export function languageCode(text: string): string | null {
  names ??= languageNames();
  return names.get(folded(text)) ?? null;
}

function languageNames(): Map<string, string> {
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const known = new Map<string, string>();
  for (const reader of readers) {
    const display = new Intl.DisplayNames(reader, { type: 'language', fallback: 'none' });
    for (const code of codes) {
      const name = display.of(code);
      if (name === undefined) continue;
      // Old codes, such as iw for Hebrew, are kept under their newer one.
      const canonical = Intl.getCanonicalLocales(code)[0]!;
      known.set(code, canonical);
      known.set(folded(name), canonical);
    }
  }
  return known;
}

// Accents and the Arabic article come and go: العربية, عربية; español, espanol; Kiswahili, Swahili.
function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/^(ال|ki)(?=.{4})/, '')
    .trim();
}
