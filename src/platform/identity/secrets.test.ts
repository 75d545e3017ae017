import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makePassphrase, makeRecoveryCode, plainPassphrase, plainRecoveryCode } from './passphrase.server.ts';
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
