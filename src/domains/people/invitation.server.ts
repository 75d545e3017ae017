import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Person, Role } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { m } from '#messages';
import { invitationDays, isOver, type Invitation, type InvitationRefusal } from './invitation.ts';
import { rolesGivenBy } from './people.server.ts';

export type NewInvitation = {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  language: string;
  person?: string | null;
};

/** Invites somebody by mail. Null when done, also when the same form came before. */
export async function invite(
  tx: Tx,
  invitation: NewInvitation,
  person: Person
): Promise<InvitationRefusal | null> {
  const givable = rolesGivenBy(person);
  if (invitation.roles.length === 0 && !invitation.person) return 'no-roles';
  if (!invitation.roles.every((role) => givable.includes(role))) return 'roles-not-yours-to-give';
  // Only the mail holds the link's secret; here is just enough to recognise it.
  const token = randomBytes(32).toString('base64url');
  const at = now();
  const made = await tx
    .insertInto('invitations')
    .values({
      organisation_id: person.organisation.id,
      id: invitation.id,
      person_id: invitation.person ?? null,
      name: invitation.name.trim(),
      email: invitation.email.trim().toLowerCase(),
      roles: invitation.roles,
      language: invitation.language,
      token_hash: hashOf(token),
      invited_by: person.id,
      invited_at: at,
      expires_at: new Date(at.getTime() + invitationDays * 24 * 60 * 60_000)
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return null;
  const locale = invitation.language as 'en';
  const words = {
    organisation: person.organisation.name,
    name: invitation.name.trim(),
    link: `${settings().origin}/invitation/${token}`,
    days: invitationDays
  };
  await sendMailLater(tx, {
    to: { address: invitation.email.trim().toLowerCase() },
    subject: m.people_invite_mail_subject({}, { locale }),
    body: m.people_invite_mail_body(words, { locale })
  });
  await audit(tx, {
    action: 'invitation.sent',
    subject: invitation.person,
    thing: { kind: 'invitations', id: invitation.id }
  });
  return null;
}

/** Sends it again with a new link; the old link no longer works. */
export async function inviteAgain(
  tx: Tx,
  { id, earlier }: { id: string; earlier: string },
  person: Person
): Promise<InvitationRefusal | null> {
  const old = await openInvitations(tx, person).where('invitations.id', '=', earlier).executeTakeFirst();
  if (!old) return null;
  await end(tx, {
    organisation: person.organisation.id,
    invitation: earlier,
    how: 'replaced',
    by: person.id
  });
  const { name, email, language } = old;
  return invite(tx, { id, name, email, language, roles: old.roles as Role[], person: old.person_id }, person);
}

export async function revokeInvitation(tx: Tx, invitation: string, person: Person): Promise<void> {
  if (!(await openInvitations(tx, person).where('invitations.id', '=', invitation).executeTakeFirst()))
    return;
  await end(tx, { organisation: person.organisation.id, invitation, how: 'revoked', by: person.id });
  await audit(tx, { action: 'invitation.revoked', thing: { kind: 'invitations', id: invitation } });
}

/** Invitations that were neither taken up nor ended, those whose week is over included, the newest first. */
export function openInvitations(tx: Tx, person: Person) {
  return tx
    .selectFrom('invitations')
    .leftJoin('people as inviter', 'inviter.id', 'invited_by')
    .where('invitations.organisation_id', '=', person.organisation.id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('invitation_ends')
            .select('how')
            .whereRef('invitation_ends.invitation_id', '=', 'invitations.id')
        )
      )
    )
    .select([
      'invitations.id',
      'person_id',
      'invitations.name',
      'email',
      'roles',
      'invitations.language',
      'invited_at',
      'expires_at',
      'inviter.name as invited_by_name'
    ])
    .orderBy('invited_at', 'desc');
}

/** The invitation this link bears, if it is still open. From here on the transaction speaks as its bearer. */
export async function bearInvitation(tx: Tx, token: string): Promise<Invitation | null> {
  await sql`select begin_as_visitor(null, ${token})`.execute(tx);
  const row = await tx
    .selectFrom('invitations')
    .innerJoin('organisations', 'organisations.id', 'invitations.organisation_id')
    .select([
      'invitations.id',
      'invitations.organisation_id',
      'organisations.name as organisation_name',
      'person_id',
      'invitations.name',
      'email',
      'roles',
      'invitations.language',
      'expires_at'
    ])
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!row) return null;
  await sql`select begin_as_visitor(${row.organisation_id}, ${token})`.execute(tx);
  const { rows } = await sql<{ open: boolean }>`select bears_invitation() as open`.execute(tx);
  const invitation: Invitation = {
    id: row.id,
    organisation: { id: row.organisation_id, name: row.organisation_name },
    person: row.person_id,
    name: row.name,
    email: row.email,
    roles: row.roles as Role[],
    language: row.language,
    expiresAt: row.expires_at
  };
  return rows[0]!.open && !isOver(invitation, now()) ? invitation : null;
}

/**
 * Takes up the invitation: `person` is who they already are, from another organisation; without it they become somebody
 * new, whose id is the invitation's, so that a form sent again finds them. Returns the person's id.
 */
export async function takeUpInvitation(
  tx: Tx,
  invitation: Invitation,
  person: string | null
): Promise<string> {
  const id = person ?? invitation.person ?? invitation.id;
  const at = now();
  if (!person && !invitation.person) {
    await tx
      .insertInto('people')
      .values({ id, name: invitation.name, kind: 'staff', language: invitation.language, created_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const role of invitation.roles) {
    await tx
      .insertInto('memberships')
      .values({ organisation_id: invitation.organisation.id, id: newId(), person_id: id, role, since: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await audit(tx, {
    action: 'invitation.accepted',
    subject: id,
    thing: { kind: 'invitations', id: invitation.id }
  });
  await end(tx, {
    organisation: invitation.organisation.id,
    invitation: invitation.id,
    how: 'accepted',
    by: id
  });
  return id;
}

// Two ends of one invitation: the second meets the first one's key and fails, so a link is used once only.
async function end(
  tx: Tx,
  { organisation, invitation, how, by }: { organisation: string; invitation: string; how: string; by: string }
): Promise<void> {
  await tx
    .insertInto('invitation_ends')
    .values({ organisation_id: organisation, invitation_id: invitation, how, at: now(), by_id: by })
    .execute();
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The addresses colleagues were invited at and came in by, or may still come in by, for those whose work is to invite. */
export async function signInAddressesOf(tx: Tx): Promise<Map<string, string[]>> {
  const rows = await tx
    .selectFrom('invitations')
    .leftJoin('invitation_ends as ending', (join) =>
      join
        .onRef('ending.organisation_id', '=', 'invitations.organisation_id')
        .onRef('ending.invitation_id', '=', 'invitations.id')
    )
    .where('person_id', 'is not', null)
    .where(({ or, eb }) => or([eb('ending.how', 'is', null), eb('ending.how', '<>', 'revoked')]))
    .where('invitations.organisation_id', '=', sql<string>`current_organisation()`)
    .select(['person_id', 'email'])
    .execute();
  const addresses = new Map<string, string[]>();
  for (const { person_id, email } of rows)
    addresses.set(person_id!, [...(addresses.get(person_id!) ?? []), email]);
  return addresses;
}
