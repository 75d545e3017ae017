/**
 * What makes a password good enough. NIST SP 800-63B-4: length counts, not a mix of signs; nothing common, nothing
 * from the context; never changed on a calendar.
 */
const aloneCharactersMin = 15;
const besideSecondFactorCharactersMin = 8;
const charactersMax = 256;

export type PasswordRefusal = 'too-short' | 'too-long' | 'too-common' | 'too-close';

/** What a guesser would try first: the person's address and the organisation's name. */
export type PasswordContext = { email: string; organisation?: string };

export function refusalOfPassword(
  password: string,
  context: PasswordContext,
  isCommon: (text: string) => boolean
): PasswordRefusal | null {
  // Signs are counted as people see them, so that every script is treated alike.
  const length = [...password.normalize('NFC')].length;
  if (length < besideSecondFactorCharactersMin) return 'too-short';
  if (length > charactersMax) return 'too-long';
  const plain = password.toLowerCase();
  if (isCommon(plain) || isCommon(plain.replace(/[\d\W_]+$/u, '')) || new Set(plain).size < 5)
    return 'too-common';
  return leftWithout(plain, context) < besideSecondFactorCharactersMin ? 'too-close' : null;
}

/** Whether this password is only allowed together with a second factor. */
export function needsSecondFactor(password: string): boolean {
  return [...password.normalize('NFC')].length < aloneCharactersMin;
}

// How many signs remain when the words anybody could know about this person are taken out.
function leftWithout(plain: string, { email, organisation = '' }: PasswordContext): number {
  const known = `${email} ${organisation} trellis`
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 3);
  return known.reduce((rest, word) => rest.replaceAll(word, ''), plain).length;
}
