/**
 * What a seeker comes back with: five words and, on paper, a recovery code. Both are made here, never chosen, so
 * their strength is known: five of 2,048 words are 55 bits, a code is 100.
 */
import { randomInt } from 'node:crypto';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';

// The BIP-39 lists: short, everyday words, no two beginning with the same four letters, so a slip is seldom another word.
const lists: Record<string, string[]> = { en: english, fr: french, es: spanish };
const passphraseWords = 5;

// Crockford's base 32: no letter that looks like another or like a digit.
const codeSigns = '0123456789abcdefghjkmnpqrstvwxyz';
const codeLength = 20;

/** Five random words in the language, or in English where there is no well-kept list: `river-lamp-…`. */
export function makePassphrase(language: string): string {
  const words = lists[language] ?? english;
  return pick(words, passphraseWords).join('-').normalize('NFC');
}

/** A code to print, in groups of five: `7k3mq-…`. */
export function makeRecoveryCode(): string {
  return pick([...codeSigns], codeLength)
    .join('')
    .replace(/.{5}(?=.)/g, '$&-');
}

/** The form that is compared: capitals, accents, spaces and hyphens make no difference. */
export function plainPassphrase(typed: string): string {
  return typed
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

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
