import type { Tx } from '#platform/database/index.server.ts';
import {
  checkPassword,
  createStaffSignIn,
  passwordRefusal,
  personWithEmail,
  removeSignIn,
  signInOf,
  type Visit
} from '#platform/identity/index.server.ts';
import type { PasswordRefusal } from '#platform/identity/index.ts';
import { bearInvitation, takeUpInvitation } from './invitation.server.ts';

export type AcceptanceRefusal = PasswordRefusal | 'over' | 'wrong' | 'too-many' | 'taken';

/**
 * Takes up an invitation by its link. Somebody new chooses a password here; somebody who already signs in with the
 * invited address gives theirs, so that a link alone never opens an account that exists. Null when done.
 */
export async function acceptInvitation(
  tx: Tx,
  token: string,
  password: string,
  visit: Visit
): Promise<AcceptanceRefusal | null> {
  const invitation = await bearInvitation(tx, token);
  if (!invitation) return 'over';
  const { email, name, organisation, person } = invitation;
  const known = await personWithEmail(email);
  // A sign-in under the open invitation's own id is left from an answer that was lost before it was saved.
  const leftOver = known === invitation.id;
  if (person && (known || (await signInOf(person)))) return 'taken';
  if (known && !leftOver) {
    const checked = await checkPassword({ person: known, account: email }, password, visit);
    if (checked !== 'right') return checked;
    await takeUpInvitation(tx, invitation, known);
    return null;
  }
  const refusal = await passwordRefusal(password, { email, organisation: organisation.name });
  if (refusal) return refusal;
  const id = await takeUpInvitation(tx, invitation, null);
  if (leftOver) await removeSignIn(known);
  await createStaffSignIn({ id, name }, email, password);
  return null;
}
