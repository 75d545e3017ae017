/** Badges from elsewhere, as evidence on a person's own page: checked when they come in, and again whenever somebody asks. */
import { createHash } from 'node:crypto';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import {
  CredentialProblem,
  outside,
  problems,
  readBadge,
  unbake,
  type Badge,
  type Outside,
  type Problem,
  type Verdict
} from '#platform/credentials/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { signInOf } from '#platform/identity/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { BringRefusal } from './badge.ts';
import { hashOf } from './badge.server.ts';
import { verifyHere } from './badge-status.server.ts';

// More than anybody needs to show, and few enough to look at.
const broughtMax = 50;

/** Keeps a badge as the person's own evidence, with what checking it found. One that is not valid is kept too, and says so. */
export async function bringBadge(
  tx: Tx,
  { id, file, way = outside }: { id: string; file: Buffer; way?: Outside },
  person: Person
): Promise<BringRefusal | null> {
  const read = badgeIn(file);
  if (typeof read === 'string') return read;
  const mark = createHash('sha256').update(`${person.id}\0${read.json}`).digest('hex');
  const kept = await tx
    .selectFrom('brought_badges')
    .where('person_id', '=', person.id)
    .select(['id', 'mark'])
    .execute();
  if (kept.some((one) => one.id === id)) return null;
  if (kept.some((one) => one.mark === mark)) return 'here-already';
  if (kept.length >= broughtMax) return 'too-many';
  const verdict = await verifyHere(tx, read.json, way);
  await tx
    .insertInto('brought_badges')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: person.id,
      sealed: await seal(tx, person.id, read.json, { column: 'brought_badges.sealed', row: id }),
      mark,
      about: await aboutWhom(read.badge, person.id),
      brought_at: now()
    })
    .execute();
  await audit(tx, {
    action: 'brought-badge.added',
    subject: person.id,
    thing: { kind: 'brought-badge', id }
  });
  await keepCheck(tx, id, verdict, person);
  return null;
}

export type BroughtBadge = {
  id: string;
  name: string;
  /** What its issuer calls itself, and who signed it. */
  issuer: string;
  signedBy: string;
  about: 'theirs' | 'others' | 'unsaid';
  broughtAt: Date;
  checkedAt: Date;
  reasons: Problem[];
};

/** What somebody brought along, newest first, each with its latest check. Empty for who may not see it. */
export async function broughtBadgesOf(tx: Tx, holder: string): Promise<BroughtBadge[]> {
  const rows = await tx
    .selectFrom('brought_badges')
    .innerJoin('brought_badge_checks as check', (join) =>
      join
        .onRef('check.organisation_id', '=', 'brought_badges.organisation_id')
        .onRef('check.badge_id', '=', 'brought_badges.id')
    )
    .where('person_id', '=', holder)
    .distinctOn(['brought_badges.brought_at', 'brought_badges.id'])
    .select(['brought_badges.id', 'sealed', 'about', 'brought_at', 'checked_at', 'reasons'])
    .orderBy('brought_badges.brought_at', 'desc')
    .orderBy('brought_badges.id')
    .orderBy('checked_at', 'desc')
    .execute();
  const texts = await reveal(
    tx,
    holder,
    rows.map(({ id, sealed }) => ({ text: sealed, place: { column: 'brought_badges.sealed', row: id } })),
    undefined,
    { as: { action: 'brought-badges.read', thing: { kind: 'person', id: holder } } }
  );
  return rows.flatMap((row, place) => {
    const json = texts[place];
    if (json == null) return [];
    const { badge } = readBadge(json);
    return {
      id: row.id,
      name: badge.credentialSubject.achievement.name,
      issuer: badge.issuer.name ?? badge.issuer.id,
      signedBy: badge.issuer.id,
      about: row.about as BroughtBadge['about'],
      broughtAt: row.brought_at,
      checkedAt: row.checked_at,
      reasons: row.reasons.filter((reason): reason is Problem => reason in problems)
    };
  });
}

/** Checks a badge again and keeps what was found beside what was found before. False when there is none to be seen. */
export async function checkBroughtBadge(
  tx: Tx,
  { badge, way = outside }: { badge: string; way?: Outside },
  person: Person
): Promise<boolean> {
  const row = await tx
    .selectFrom('brought_badges')
    .where('id', '=', badge)
    .select(['person_id', 'sealed'])
    .executeTakeFirst();
  if (!row) return false;
  const place = { column: 'brought_badges.sealed', row: badge } as const;
  const [json] = await reveal(tx, row.person_id, [{ text: row.sealed, place }]);
  if (json == null) return false;
  await keepCheck(tx, badge, await verifyHere(tx, json, way), person);
  return true;
}

/** Takes one's own badge away again. */
export async function removeBroughtBadge(tx: Tx, badge: string, person: Person): Promise<boolean> {
  const gone = await tx
    .deleteFrom('brought_badges')
    .where('id', '=', badge)
    .where('person_id', '=', person.id)
    .returning('id')
    .executeTakeFirst();
  if (gone)
    await audit(tx, {
      action: 'brought-badge.removed',
      subject: person.id,
      thing: { kind: 'brought-badge', id: badge }
    });
  return gone !== undefined;
}

function badgeIn(file: Buffer): { json: string; badge: Badge } | Problem {
  try {
    const json = unbake(file);
    return { json, badge: readBadge(json).badge };
  } catch (error) {
    if (error instanceof CredentialProblem) return error.code;
    throw error;
  }
}

/** A badge names its holder by an e-mail, hashed or plain; a wallet's identifier says nothing that we could check. */
async function aboutWhom(badge: Badge, person: string): Promise<BroughtBadge['about']> {
  const named = badge.credentialSubject.identifier.filter(
    ({ identityType }) => identityType === 'emailAddress'
  );
  if (named.length === 0) return 'unsaid';
  const signIn = await signInOf(person);
  if (signIn?.kind !== 'staff') return 'unsaid';
  const theirs = named.some(({ hashed, identityHash, salt }) =>
    hashed
      ? identityHash === hashOf(signIn.account, salt ?? '')
      : identityHash.toLowerCase() === signIn.account
  );
  return theirs ? 'theirs' : 'others';
}

async function keepCheck(tx: Tx, badge: string, { reasons }: Verdict, person: Person): Promise<void> {
  await tx
    .insertInto('brought_badge_checks')
    .values({
      organisation_id: person.organisation.id,
      id: newId(),
      badge_id: badge,
      checked_by: person.id,
      checked_at: now(),
      reasons
    })
    .execute();
}
