/** Signing: a W3C Data Integrity proof with the cryptosuite `eddsa-rdfc-2022` (Ed25519 over canonical RDF). */
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { keyContext, loaderOf } from './contexts.server.ts';
import { methodOf, secretOf, type IssuerKey } from './issuer.server.ts';

/** The credential with its proof. Throws when a word in it is in none of its contexts: it would not be signed. */
export async function sign<T extends object>(
  tx: Tx,
  key: IssuerKey,
  credential: T
): Promise<T & { proof: object }> {
  const [{ from }, { cryptosuite }, { DataIntegrityProof }, { issue }] = await Promise.all([
    import('@digitalbazaar/ed25519-multikey'),
    import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'),
    import('@digitalbazaar/data-integrity'),
    import('@digitalbazaar/vc')
  ]);
  const pair = await from({
    '@context': keyContext,
    type: 'Multikey',
    id: methodOf(key),
    controller: key.did,
    publicKeyMultibase: key.publicKey,
    secretKeyMultibase: await secretOf(tx, key)
  });
  const at = now();
  const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: withoutFraction(at) });
  return issue({
    credential: structuredClone(credential),
    suite,
    documentLoader: await loaderOf(),
    now: at
  });
}

/** An instant as credentials write it: to the second, in UTC. */
export function withoutFraction(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
