/** Signing in and out, and who a request comes from. A person's sign-in has the same id as the person. */
export { closeIdentity, identity, openIdentity } from './open.server.ts';
export { createStaffSignIn } from './accounts.server.ts';
export { sessionOf, signInWithPassword, signOut, type SignedIn } from './session.server.ts';
