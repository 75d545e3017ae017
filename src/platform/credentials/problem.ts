/** Why a credential is not accepted. Codes are stable: scripts compare them. */
import { m } from '#messages';

export const problems = {
  'not-a-badge': m.credentials_problem_not_a_badge,
  malformed: m.credentials_problem_malformed,
  unsupported: m.credentials_problem_unsupported,
  unsigned: m.credentials_problem_unsigned,
  altered: m.credentials_problem_altered,
  'wrong-issuer': m.credentials_problem_wrong_issuer,
  'unknown-issuer': m.credentials_problem_unknown_issuer,
  contradictory: m.credentials_problem_contradictory,
  'not-yet-valid': m.credentials_problem_not_yet_valid,
  expired: m.credentials_problem_expired,
  revoked: m.credentials_problem_revoked,
  suspended: m.credentials_problem_suspended,
  'status-unknown': m.credentials_problem_status_unknown
} satisfies Record<string, () => string>;

export type Problem = keyof typeof problems;

/** An error on the way to reading or checking a credential, with the code that the asker is told. */
export class CredentialProblem extends Error {
  readonly code: Problem;
  constructor(code: Problem, words: string) {
    super(words);
    this.code = code;
  }
}

export function problem(code: Problem, words: string): CredentialProblem {
  return new CredentialProblem(code, words);
}
