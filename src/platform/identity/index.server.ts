/** Signing in and out, and who a request comes from. A person's sign-in has the same id as the person. */
import { defineSweep } from '#platform/jobs/index.server.ts';
import { forgetOldAttempts } from '#platform/limits/index.server.ts';
import { identityPool } from './open.server.ts';
import { answerResetRequests } from './reset.server.ts';

export { sessionSecret } from './auth.server.ts';
export { closeIdentity, openIdentity } from './open.server.ts';
export { type Visit } from './guesses.server.ts';
export { knownDeviceCookie, knownDeviceDays, markOfDevice } from './known-device.server.ts';
export {
  changePassword,
  createStaffSignIn,
  passwordRefusal,
  personWithEmail,
  removeSignIn,
  renameSignIn,
  signInOf
} from './accounts.server.ts';
export {
  beginSecondFactor,
  giveSecondFactor,
  hasSecondFactor,
  newRecoveryCodes,
  removeSecondFactor,
  type Enrolment,
  type SecondFactorOutcome
} from './second-factor.server.ts';
export {
  beginSession,
  checkPassword,
  confirmedRecently,
  confirm,
  endSession,
  endSessions,
  sessionsOf,
  signOut,
  type OpenSession,
  type SignedIn
} from './session.server.ts';
export { signInWithPassphrase, signInWithPassword, type SignInOutcome } from './sign-in.server.ts';
export {
  changePseudonym,
  createSeekerSignIn,
  freePseudonym,
  isPseudonymTaken,
  newPassphrase,
  newRecoveryCode,
  recoverSeeker,
  type SeekerSecrets
} from './seekers.server.ts';
export { askForReset, resetPassword, resetSubject } from './reset.server.ts';
export { ceremonyAt, passkeysOf, removePasskey, takeCeremonyStep, type Passkey } from './passkeys.server.ts';

/** What the assembly registers once at start. */
export function assembleIdentity(): void {
  defineSweep('answer-reset-requests', 5, answerResetRequests);
  defineSweep('forget-expired-sign-ins', 60 * 60, forgetExpired);
}

// Real time, as Better Auth itself reckons it.
async function forgetExpired(): Promise<void> {
  await identityPool().query('delete from session where "expiresAt" < now()');
  await identityPool().query('delete from verification where "expiresAt" < now()');
  await forgetOldAttempts();
}
