/**
 * What a seeker comes back with: five words and, on paper, a recovery code. Both are made here, never chosen, so
 * their strength is known: five words are 55 bits where the list has 2,048 and 50 where it has 1,024, a code is 100.
 * At ten guesses in a quarter of an hour even 50 bits outlast everybody who guesses.
 */
import { randomInt } from 'node:crypto';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';

import { arabic } from './words-arabic.ts';
import { swahili } from './words-swahili.ts';

// Three are the BIP-39 lists: short, everyday words, no two beginning with the same four letters, so a slip is seldom
// another word. BIP-39 has none for the other two, so those are ours.
export const wordLists: Record<string, string[]> = {
  en: english,
  fr: french,
  es: spanish,
  sw: swahili,
  ar: arabic
};
const passphraseWords = 5;

// Crockford's base 32: no letter that looks like another or like a digit.
const codeSigns = '0123456789abcdefghjkmnpqrstvwxyz';
const codeLength = 20;

/** Five random words in the language of the pages: `river-lamp-…`. */
export function makePassphrase(language: string): string {
  const words = wordLists[language] ?? english;
  return pick(words, passphraseWords).join('-').normalize('NFC');
}

/** A code to print, in groups of five: `7k3mq-…`. */
export function makeRecoveryCode(): string {
  return pick([...codeSigns], codeLength)
    .join('')
    .replace(/.{5}(?=.)/g, '$&-');
}

/**
 * The form that is compared: capitals, accents, spaces and hyphens make no difference; nor, in Arabic, vowel signs, the
 * forms of alef, hamza, final ya and ta marbuta, or the shapes that a Persian or Urdu keyboard gives to kaf and ya.
 */
export function plainPassphrase(typed: string): string {
  return typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ٱىیةہک]/g, (letter) => arabicLetters[letter]!)
    .replace(/[^a-zا-غف-ي]/g, '');
}

const arabicLetters: Record<string, string> = { ٱ: 'ا', ى: 'ي', ی: 'ي', ة: 'ه', ہ: 'ه', ک: 'ك' };

/** As `plainPassphrase`, and reading the letters o, i and l as the digits they were mistaken for. */
export function plainRecoveryCode(typed: string): string {
  return typed
    .toLowerCase()
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')
    .replace(/[^0-9a-z]/g, '');
}

function pick(from: string[], count: number): string[] {
  return Array.from({ length: count }, () => from[randomInt(from.length)]!);
}
