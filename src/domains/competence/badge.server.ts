/** Badges of certificates: made when asked for, given out as a file or a picture, taken back. */
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Organisation } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { addDays, instantIn, now, type Day } from '#platform/clock/index.ts';
import {
  badgesContext,
  bakePng,
  bakeSvg,
  credentialsContext,
  keyToSign,
  sign,
  statusEntries,
  statusListLength,
  withoutFraction,
  type IssuerKey
} from '#platform/credentials/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { isId, newId } from '#platform/ids.ts';
import { signInOf } from '#platform/identity/index.server.ts';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { badgePng, badgeSvg } from './badge-picture.server.ts';
import {
  credentialOf,
  isDid,
  type BadgeFormat,
  type BadgeRefusal,
  type Identity,
  type IdentityKind
} from './badge.ts';
import { roleNamed, type CertificateRole } from './certificate.ts';
import type { Language } from './rubric.ts';

export type BadgeWanted = {
  /** The certificate's id, or the code printed on it. */
  certificate: string;
  language: Language;
  identity: { kind: 'email' | 'none' } | { kind: 'did'; did: string };
};
/** Who asks: a person, or a job of the organisation (`person` is null). */
export type Asker = { person: string | null; organisation: Organisation };

/** Makes a badge, or gives the one made before with the same choices and the same key. */
export async function issueBadge(
  tx: Tx,
  wanted: BadgeWanted,
  asker: Asker
): Promise<{ badge: string } | { refusal: BadgeRefusal }> {
  const certificate = await certificateFor(tx, wanted.certificate);
  if (!certificate) return { refusal: 'not-found' };
  if (certificate.issuedElsewhere) return { refusal: 'issued-elsewhere' };
  const tie = await tieTo(certificate.person, wanted.identity);
  if ('refusal' in tie) return tie;
  const key = await keyToSign(tx, asker.organisation, settings().origin);
  const made = await sameBadge(tx, certificate, wanted.language, key, tie);
  return { badge: made ?? (await make(tx, certificate, wanted.language, key, tie, asker)) };
}

/** A badge to download. Null when there is none that the speaker may see, or it was erased with its holder. */
export async function badgeFile(
  tx: Tx,
  badge: string,
  format: BadgeFormat
): Promise<{ mediaType: string; bytes: Buffer } | null> {
  const row = await tx
    .selectFrom('badges')
    .innerJoin('certificates', (join) =>
      join
        .onRef('certificates.organisation_id', '=', 'badges.organisation_id')
        .onRef('certificates.id', '=', 'badges.certificate_id')
    )
    .innerJoin('organisations', 'organisations.id', 'badges.organisation_id')
    .where('badges.id', '=', badge)
    .select(['badges.person_id', 'badges.language', 'badges.sealed', 'role', 'organisations.name'])
    .executeTakeFirst();
  if (!row) return null;
  const json = await opened(tx, badge, row);
  if (json === null) return null;
  if (format === 'json') return { mediaType: 'application/ld+json', bytes: Buffer.from(json) };
  const language = row.language as Language;
  const svg = inLanguage(language, () =>
    badgeSvg({ role: roleNamed(row.role), organisation: row.name }, language)
  );
  return format === 'svg'
    ? { mediaType: 'image/svg+xml', bytes: Buffer.from(bakeSvg(svg, json)) }
    : { mediaType: 'image/png', bytes: bakePng(await badgePng(svg), json) };
}

/** The badges made of a certificate, newest first, and which of them were taken back. */
export function badgesOf(tx: Tx, certificate: string) {
  return tx
    .selectFrom('badges')
    .leftJoin('badge_revocations as revocation', (join) =>
      join
        .onRef('revocation.organisation_id', '=', 'badges.organisation_id')
        .onRef('revocation.badge_id', '=', 'badges.id')
    )
    .where('certificate_id', '=', certificate)
    .select([
      'badges.id',
      'badges.language',
      'badges.identity',
      'badges.issued_at',
      'revocation.revoked_at',
      'revocation.reason as revocation_reason'
    ])
    .orderBy('badges.issued_at', 'desc')
    .orderBy('badges.id', 'desc');
}

/** Takes a badge back for good. True when it was one, also when it had been taken back before. */
export async function revokeBadge(
  tx: Tx,
  { badge, reason }: { badge: string; reason: string },
  by: string | null
): Promise<boolean> {
  const found = await tx
    .selectFrom('badges')
    .where('id', '=', badge)
    .select(['organisation_id', 'person_id'])
    .executeTakeFirst();
  if (!found) return false;
  const revoked = await tx
    .insertInto('badge_revocations')
    .values({
      organisation_id: found.organisation_id,
      badge_id: badge,
      revoked_by: by,
      revoked_at: now(),
      reason
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('badge_id')
    .executeTakeFirst();
  if (revoked)
    await audit(tx, {
      action: 'badge.revoked',
      subject: found.person_id,
      thing: { kind: 'badge', id: badge },
      reason
    });
  return true;
}

/** Takes every badge of a certificate back. Returns how many were good until now; null when there is no such certificate. */
export async function revokeBadges(
  tx: Tx,
  { certificate, reason }: { certificate: string; reason: string },
  by: string | null
): Promise<number | null> {
  const found = await certificateFor(tx, certificate);
  if (!found) return null;
  const good = await badgesOf(tx, found.id).where('revocation.revoked_at', 'is', null).execute();
  for (const { id } of good) await revokeBadge(tx, { badge: id, reason }, by);
  return good.length;
}

type Certificate = {
  id: string;
  person: string;
  role: CertificateRole;
  code: string;
  issuedOn: Day;
  expiresOn: Day;
  trainingHours: number;
  issuedElsewhere: boolean;
};

async function certificateFor(tx: Tx, idOrCode: string): Promise<Certificate | null> {
  const query = tx
    .selectFrom('certificates')
    .leftJoin('certificate_origins as origin', (join) =>
      join
        .onRef('origin.organisation_id', '=', 'certificates.organisation_id')
        .onRef('origin.certificate_id', '=', 'certificates.id')
    )
    .select([
      'certificates.id',
      'person_id',
      'role',
      'code',
      'issued_on',
      'expires_on',
      'training_hours',
      'origin.issuer'
    ]);
  const code = idOrCode.toUpperCase();
  const row = await (
    isId(idOrCode) ? query.where('certificates.id', '=', idOrCode) : query.where('code', '=', code)
  ).executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    person: row.person_id,
    role: roleNamed(row.role),
    code: row.code,
    issuedOn: row.issued_on,
    expiresOn: row.expires_on,
    trainingHours: Number(row.training_hours),
    issuedElsewhere: row.issuer !== null
  };
}

/** What will tie the badge to its holder, before it is salted. */
type Tie = { kind: IdentityKind; text: string };

async function tieTo(
  holder: string,
  identity: BadgeWanted['identity']
): Promise<Tie | { refusal: BadgeRefusal }> {
  if (identity.kind === 'none') return { kind: 'none', text: '' };
  if (identity.kind === 'did')
    return isDid(identity.did) ? { kind: 'did', text: identity.did } : { refusal: 'bad-did' };
  const signIn = await signInOf(holder);
  return signIn?.kind === 'staff' ? { kind: 'email', text: signIn.account } : { refusal: 'no-email' };
}

async function sameBadge(
  tx: Tx,
  certificate: Certificate,
  language: Language,
  key: IssuerKey,
  tie: Tie
): Promise<string | null> {
  const row = await badgesOf(tx, certificate.id)
    .where('revocation.revoked_at', 'is', null)
    .where('badges.key_id', '=', key.id)
    .where('badges.language', '=', language)
    .where('badges.identity', '=', tie.kind)
    .select(['badges.sealed', 'badges.person_id'])
    .executeTakeFirst();
  const json = row ? await opened(tx, row.id, row) : null;
  return row && json !== null && isTiedTo(JSON.parse(json).credentialSubject, tie) ? row.id : null;
}

type TiedSubject = { id?: string; identifier?: { identityHash: string; salt?: string }[] };

function isTiedTo({ id, identifier }: TiedSubject, { kind, text }: Tie): boolean {
  if (kind === 'email')
    return identifier?.some(({ identityHash, salt }) => identityHash === hashOf(text, salt ?? '')) ?? false;
  return kind === 'none' || id === text;
}

/** An identity hash as Open Badges 3.0 writes it: of the e-mail with the salt after it. */
export function hashOf(email: string, salt: string): string {
  return `sha256$${createHash('sha256')
    .update(email.trim().toLowerCase() + salt)
    .digest('hex')}`;
}

// Half full, every second draw still finds a free place.
const listFullAt = statusListLength / 2;
// With lists at most half full, all of these meeting a taken place is less likely than one in a billion.
const drawsMax = 32;

async function make(
  tx: Tx,
  certificate: Certificate,
  language: Language,
  key: IssuerKey,
  tie: Tie,
  asker: Asker
): Promise<string> {
  const { rows } = await sql<{ list: number }>`select badge_list_in_use(${listFullAt}) as list`.execute(tx);
  const list = rows[0]!.list;
  const assessments = await assessmentsBehind(tx, certificate.id);
  const id = newId();
  for (let draw = 0; draw < drawsMax; draw++) {
    const index = randomInt(statusListLength);
    const claims = claimsOf(certificate, language, key, tie, asker.organisation, assessments);
    const status = statusEntries(key.base, list, index);
    const credential = inLanguage(language, () =>
      credentialOf({ ...claims, status }, [credentialsContext, badgesContext])
    );
    const json = JSON.stringify(await sign(tx, key, credential));
    const kept = await tx
      .insertInto('badges')
      .values({
        organisation_id: asker.organisation.id,
        id,
        certificate_id: certificate.id,
        person_id: certificate.person,
        key_id: key.id,
        status_list: list,
        status_index: index,
        language,
        identity: tie.kind,
        sealed: await seal(tx, certificate.person, json, { column: 'badges.sealed', row: id }),
        issued_by: asker.person,
        issued_at: now()
      })
      .onConflict((conflict) =>
        conflict.columns(['organisation_id', 'status_list', 'status_index']).doNothing()
      )
      .returning('id')
      .executeTakeFirst();
    if (!kept) continue;
    await audit(tx, {
      action: 'badge.issued',
      subject: certificate.person,
      thing: { kind: 'badge', id }
    });
    return id;
  }
  throw new Error('No free place was found in the status list.');
}

function claimsOf(
  certificate: Certificate,
  language: Language,
  key: IssuerKey,
  tie: Tie,
  { slug, name, timeZone }: Organisation,
  assessments: number
) {
  const { origin } = settings();
  const over = instantIn(timeZone, addDays(certificate.expiresOn, 1), '00:00');
  return {
    // Not one of our ids: theirs tell the moment they were made.
    id: `urn:uuid:${randomUUID()}`,
    issuer: { did: key.did, base: key.base, name, page: `${origin}/o/${slug}` },
    role: certificate.role,
    language,
    identity: identityOf(tie),
    validFrom: withoutFraction(instantIn(timeZone, certificate.issuedOn, '00:00')),
    validUntil: withoutFraction(new Date(over.getTime() - 1000)),
    trainingHours: certificate.trainingHours,
    assessments,
    verifyPage: `${origin}/verify/${certificate.code}`
  };
}

function identityOf({ kind, text }: Tie): Identity {
  if (kind === 'did') return { kind, did: text };
  if (kind === 'none') return { kind, id: `urn:uuid:${randomUUID()}` };
  const salt = randomBytes(16).toString('hex');
  return { kind, hash: hashOf(text, salt), salt };
}

async function assessmentsBehind(tx: Tx, certificate: string): Promise<number> {
  const { count } = await tx
    .selectFrom('certificate_evidence')
    .where('certificate_id', '=', certificate)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function opened(
  tx: Tx,
  badge: string,
  { person_id, sealed }: { person_id: string; sealed: Buffer }
): Promise<string | null> {
  const place = { column: 'badges.sealed', row: badge } as const;
  const [json] = await reveal(tx, person_id, [{ text: sealed, place }]);
  return json ?? null;
}
