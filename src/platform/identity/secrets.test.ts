import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  makePassphrase,
  makeRecoveryCode,
  plainPassphrase,
  plainRecoveryCode,
  wordLists
} from './passphrase.server.ts';
import { needsSecondFactor, refusalOfPassword } from './password.ts';
import { plainPseudonym, refusalOfPseudonym, suggestPseudonym } from './pseudonym.ts';

const context = { email: 'amina.diallo@example.org', organisation: 'Green Valley Together' };
const refusal = (password: string) =>
  refusalOfPassword(password, context, (text) =>
    ['password', 'password123', 'correct horse battery staple'].includes(text)
  );

test('a password is judged by length and by what a guesser tries first, not by its mix of signs', () => {
  expect(refusal('seven77')).toBe('too-short');
  expect(refusal('aaaaaaaaaaaaaaaaaaaa')).toBe('too-common');
  expect(refusal('Correct Horse Battery Staple')).toBe('too-common');
  expect(refusal('Password!2026')).toBe('too-common');
  expect(refusal('amina-diallo-1')).toBe('too-close');
  expect(refusal('Green Valley 99')).toBe('too-close');
  expect(refusal('x'.repeat(100) + 'abcdef'.repeat(30))).toBe('too-long');
  expect(refusal('walk the garden path')).toBeNull();
  expect(refusal('نهر هادئ بين الجبال')).toBeNull();
});

test('fifteen signs stand alone and fourteen do not, in any script', () => {
  expect([needsSecondFactor('abcdefghijklmno'), needsSecondFactor('abcdefghijklmn')]).toEqual([false, true]);
  expect(needsSecondFactor('🌳'.repeat(14))).toBe(true);
});

test('a passphrase survives capitals, accents, spaces and hyphens', () => {
  const separator = fc.constantFrom(' ', '-', '  ', '', ' - ');
  fc.assert(
    fc.property(
      fc.constantFrom('en', 'fr', 'es', 'sw', 'ar'),
      separator,
      fc.boolean(),
      (language, between, capitals) => {
        const made = makePassphrase(language);
        expect(made.split('-')).toHaveLength(5);
        const written = made.split('-').join(between).normalize('NFD').replace(/\p{M}/gu, '');
        expect(plainPassphrase(capitals ? written.toUpperCase() : written)).toBe(plainPassphrase(made));
      }
    )
  );
});

test('a passphrase in Arabic survives vowel signs, the forms of alef and hamza, and a Persian keyboard', () => {
  const written = 'أُسْبُوع-كِتَاب-مَدِينَة-شَاطِئ-مُسْتَشْفَى';
  for (const typed of [
    'اسبوع كتاب مدينه شاطئ مستشفي',
    'أسبوع کتاب مدینة شاطي مستشفى',
    'ٱسبوع  كـتـاب مدينة شاطئ مستشفى'
  ])
    expect(plainPassphrase(typed)).toBe(plainPassphrase(written));
  expect(plainPassphrase(written)).not.toBe(plainPassphrase('أسبوع كتاب مدينة شاطئ متحف'));
});

test('each language has words of its own, enough for 50 bits, and however they are written no two become one', () => {
  const sizes = Object.entries(wordLists).map(([language, words]) => {
    const plain = words.map(plainPassphrase);
    expect(new Set(plain).size, language).toBe(words.length);
    expect(plain.every((word) => word.length >= 2 && word.length <= 10)).toBe(true);
    return [language, 5 * Math.log2(words.length)];
  });
  expect(Object.fromEntries(sizes)).toEqual({ en: 55, fr: 55, es: 55, sw: 50, ar: 50 });
});

test('five words written without spaces can hardly ever be read as five others, so nothing is lost by it', () => {
  for (const [language, words] of Object.entries(wordLists)) {
    const share = readInTwoWays(words.map(plainPassphrase), 5) / words.length ** 5;
    expect(share, language).toBeLessThan(language === 'sw' || language === 'ar' ? Number.MIN_VALUE : 0.0005);
  }
});

test('a Swahili word is never one slip away from another, and an Arabic one never the same without its dots', () => {
  const swahili = wordLists.sw!.map(plainPassphrase);
  const known = new Set(swahili);
  for (const word of swahili)
    for (let at = 0; at < word.length; at++) {
      const [before, after] = [word.slice(0, at), word.slice(at + 1)];
      expect(known.has(before + after), `${word} without a letter`).toBe(false);
      for (const letter of 'abcdefghijklmnopqrstuvwxyz')
        if (letter !== word[at])
          expect(known.has(before + letter + after), `${word} with ${letter}`).toBe(false);
    }
  const bare = wordLists.ar!.map((word) => [...plainPassphrase(word)].map(withoutDots).join(''));
  expect(new Set(bare).size).toBe(bare.length);
});

test('a recovery code survives being read aloud: o for nought, l and i for one', () => {
  for (let n = 0; n < 200; n++) {
    const code = makeRecoveryCode();
    expect(code).toMatch(/^[0-9a-z]{5}(-[0-9a-z]{5}){3}$/);
    expect(
      plainRecoveryCode(code.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('-', ' '))
    ).toBe(plainRecoveryCode(code));
  }
});

test('every suggested pseudonym may be used, in every language', () => {
  for (const language of ['en', 'fr', 'es', 'sw', 'ar'])
    for (let n = 0; n < 24; n++) {
      const suggestion = suggestPseudonym(language, (below) => (n * 37) % below);
      expect(refusalOfPseudonym(suggestion), suggestion).toBeNull();
      expect(suggestion).toMatch(/^\S+ \S+ \d{3}$/);
    }
});

test('a pseudonym that is a telephone number or an address is refused', () => {
  expect(refusalOfPseudonym('0700 111 222')).toBe('looks-like-contact');
  expect(refusalOfPseudonym('amina@example.org')).toBe('looks-like-contact');
  expect(refusalOfPseudonym('ab')).toBe('too-short');
  expect(plainPseudonym(' Calm-Heron 482 ')).toBe('calmheron482');
});

const alike = ['بتثني', 'جحخ', 'دذ', 'رز', 'سش', 'صض', 'طظ', 'عغ', 'فق'];
const withoutDots = (letter: string) => alike.find((letters) => letters.includes(letter))?.[0] ?? letter;

/**
 * How many pairs of different rows of words read the same when they are run together: both are written out side by side,
 * always adding to the one that is behind, and what is ahead is all that matters of the past.
 */
function readInTwoWays(words: string[], count: number): number {
  type Walk = { ahead: string; leader: number; follower: number; ways: number };
  const walks = new Map<string, Walk>();
  const add = (walk: Walk) => {
    const key = `${walk.leader} ${walk.follower} ${walk.ahead}`;
    const known = walks.get(key);
    if (known) known.ways += walk.ways;
    else walks.set(key, walk);
  };
  for (const longer of words)
    for (const shorter of words)
      if (longer !== shorter && longer.startsWith(shorter))
        for (let shared = 0; shared < count; shared++)
          add({
            ahead: longer.slice(shorter.length),
            leader: shared + 1,
            follower: shared + 1,
            ways: words.length ** shared
          });
  let pairs = 0;
  for (let total = 2; total < 2 * count; total++)
    for (const { ahead, leader, follower, ways } of [...walks.values()])
      if (leader + follower === total && follower < count)
        for (const word of words) {
          if (word === ahead && leader === follower + 1) pairs += ways * words.length ** (count - leader);
          else if (word.startsWith(ahead) && word !== ahead)
            add({ ahead: word.slice(ahead.length), leader: follower + 1, follower: leader, ways });
          else if (ahead.startsWith(word) && word !== ahead)
            add({ ahead: ahead.slice(word.length), leader, follower: follower + 1, ways });
        }
  return pairs;
}
