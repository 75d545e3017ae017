/** The pure door: what sign-in says, and what it asks of a password or a pseudonym. */
import { m } from '#messages';
import type { PasswordRefusal } from './password.ts';

export { type PasswordRefusal } from './password.ts';
export { refusalOfPseudonym, type PseudonymRefusal } from './pseudonym.ts';

export const passwordRefusals = {
  'too-short': m.password_too_short,
  'too-long': m.password_too_long,
  'too-common': m.password_too_common,
  'too-close': m.password_too_close
} satisfies Record<PasswordRefusal, () => string>;
