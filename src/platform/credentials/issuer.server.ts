/**
 * An organisation as an issuer: a did:web of this installation's address, and the Ed25519 keys it signs with. The private
 * half is sealed by the master key and opened only to sign.
 */
import { sql } from 'kysely';
import type { Organisation } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { openOurOwn, sealForOurselves } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { didContext, keyContext } from './contexts.server.ts';

/** `did` names the issuer; `base` is where its documents are, without a slash at the end. */
export type Issuer = { did: string; base: string };
export type IssuerKey = Issuer & { id: string; publicKey: string };

type Home = Pick<Organisation, 'id' | 'slug'>;

/** The issuer that an organisation is at this address, as in the did:web method specification. */
export function issuerOf(slug: string, origin: string): Issuer {
  const { host } = new URL(origin);
  return { did: `did:web:${encodeURIComponent(host)}:badges:${slug}`, base: `${origin}/badges/${slug}` };
}

/** The key to sign with now; made at first use. */
export async function keyToSign(tx: Tx, organisation: Home, origin: string): Promise<IssuerKey> {
  const found = await keyInUse(tx, organisation, origin);
  if (found) return found;
  await makeKey(tx, organisation, issuerOf(organisation.slug, origin));
  // Two first badges may race: the second one uses the first one's key.
  return (await keyInUse(tx, organisation, origin))!;
}

/** The key that is signed with now; null when nothing was signed at this address yet. */
export async function keyInUse(tx: Tx, organisation: Home, origin: string): Promise<IssuerKey | null> {
  const issuer = issuerOf(organisation.slug, origin);
  const row = await tx
    .selectFrom('credential_keys')
    .where('organisation_id', '=', organisation.id)
    .where('issuer', '=', issuer.did)
    .where('retired_at', 'is', null)
    .select(['id', 'public_key'])
    .executeTakeFirst();
  return row ? { ...issuer, id: row.id, publicKey: row.public_key } : null;
}

/**
 * Signs with a new key from now on. What the old one signed stays good, unless it is `distrusted` because somebody else
 * may have it: then nothing it ever signed is.
 */
export async function rotateIssuerKey(
  tx: Tx,
  organisation: Home,
  origin: string,
  { distrusted, reason, by }: { distrusted: boolean; reason: string; by: string | null }
): Promise<IssuerKey> {
  const issuer = issuerOf(organisation.slug, origin);
  await tx
    .updateTable('credential_keys')
    .set({ retired_at: now(), retired_by: by, distrusted, reason })
    .where('organisation_id', '=', organisation.id)
    .where('issuer', '=', issuer.did)
    .where('retired_at', 'is', null)
    .execute();
  return keyToSign(tx, organisation, origin);
}

/** Seals every private key of the speaker's organisation again, with the newest master key. Returns how many. */
export async function resealIssuerKeys(tx: Tx): Promise<number> {
  const secrets = await tx.selectFrom('credential_secrets').select(['key_id', 'sealed']).execute();
  for (const { key_id, sealed } of secrets) {
    await tx
      .updateTable('credential_secrets')
      .set({ sealed: sealForOurselves(opened(sealed, key_id), purposeOf(key_id)) })
      .where('key_id', '=', key_id)
      .execute();
  }
  return secrets.length;
}

/** What a signer needs of a key of the speaker's organisation: for `sign`, and for nothing else. */
export async function secretOf(tx: Tx, key: IssuerKey): Promise<string> {
  const { sealed } = await tx
    .selectFrom('credential_secrets')
    .where('key_id', '=', key.id)
    .select('sealed')
    .executeTakeFirstOrThrow();
  return opened(sealed, key.id);
}

export function methodOf({ did, publicKey }: Pick<IssuerKey, 'did' | 'publicKey'>): string {
  return `${did}#${publicKey}`;
}

/** The issuer's public document (a DID document with every key that may still be trusted), or null when nobody here is it. */
export async function issuerDocument(tx: Tx, did: string): Promise<object | null> {
  const keys = await publishedKeys(tx, did);
  if (!keys) return null;
  const methods = keys.map((publicKey) => ({
    id: methodOf({ did, publicKey }),
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: publicKey
  }));
  return {
    '@context': [didContext, keyContext],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id)
  };
}

/** Public keys, newest first; null when no organisation of this installation is that issuer. */
async function publishedKeys(tx: Tx, did: string): Promise<string[] | null> {
  const { rows } = await sql<{ public_key: string }>`select public_key from published_keys(${did})`.execute(
    tx
  );
  if (rows.length > 0) return rows.map(({ public_key }) => public_key);
  const known = await sql<{ here: boolean }>`select issues_here(${did}) as here`.execute(tx);
  return known.rows[0]!.here ? [] : null;
}

/** Where an issuer of this installation publishes its documents; null when it is none. */
export async function baseOf(tx: Tx, did: string): Promise<string | null> {
  const { rows } = await sql<{ base: string }>`select base from published_keys(${did}) limit 1`.execute(tx);
  return rows[0]?.base ?? null;
}

async function makeKey(tx: Tx, organisation: Home, issuer: Issuer): Promise<void> {
  const { generate } = await import('@digitalbazaar/ed25519-multikey');
  const pair = await generate({ controller: issuer.did });
  const id = newId();
  const made = await tx
    .insertInto('credential_keys')
    .values({
      organisation_id: organisation.id,
      id,
      issuer: issuer.did,
      base: issuer.base,
      public_key: pair.publicKeyMultibase,
      made_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await tx
    .insertInto('credential_secrets')
    .values({
      organisation_id: organisation.id,
      key_id: id,
      sealed: sealForOurselves(pair.secretKeyMultibase, purposeOf(id))
    })
    .execute();
}

function purposeOf(key: string): string {
  return `credential-key/${key}`;
}

function opened(sealed: string, key: string): string {
  const secret = openOurOwn(sealed, purposeOf(key));
  if (secret === null)
    throw new Error(
      'The key that signs badges cannot be opened: the master key file is not this data’s own.'
    );
  return secret;
}
