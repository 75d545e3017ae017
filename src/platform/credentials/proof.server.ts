/** Whether a document was signed by the one who says so: the signature, and whose key made it. */
import { didContext, isKnownContext, keyContext, loaderOf } from './contexts.server.ts';
import type { Controller } from './controller.ts';
import type { Document } from './document.ts';
import type { Problem } from './problem.ts';

export type Proof = {
  type: string;
  cryptosuite?: string;
  verificationMethod?: string;
  [other: string]: unknown;
};
type SigningKey = { controller: string; method: string; publicKeyMultibase: string };
export type Resolve = (id: string) => Promise<Controller | null>;

/**
 * Everything that is wrong with the signature of a document that claims to be from `issuer`. Its key is looked for with
 * the one who controls it; that this is the issuer is then a question of its own.
 */
export async function problemsOfProof(
  document: Document,
  issuer: string,
  proofs: Proof[],
  resolve: Resolve
): Promise<Problem[]> {
  if (proofs.length === 0) return ['unsigned'];
  const proof = proofs.find(
    ({ type, cryptosuite, verificationMethod }) =>
      type === 'DataIntegrityProof' && cryptosuite === 'eddsa-rdfc-2022' && verificationMethod
  );
  if (!proof || !(await hasKnownWords(document))) return ['unsupported'];
  const method = proof.verificationMethod!;
  const controllerId = method.split('#')[0]!;
  const foreign: Problem[] = controllerId === issuer ? [] : ['wrong-issuer'];
  const controller = await resolve(controllerId);
  if (!controller) return [...foreign, 'unknown-issuer'];
  const key = controller.keys.get(method);
  if (!key) return ['wrong-issuer'];
  if (!('multibase' in key && key.multibase.startsWith('z6Mk'))) return [...foreign, 'unsupported'];
  return (await isSigned(
    { ...document, proof },
    { controller: controllerId, method, publicKeyMultibase: key.multibase }
  ))
    ? foreign
    : [...foreign, 'altered'];
}

// A context is what gives words their meaning, so one that we do not have cannot be trusted to mean what it seems to.
async function hasKnownWords(document: Document): Promise<boolean> {
  const contexts: unknown[] = [document['@context']].flat();
  for (const context of contexts) {
    if (typeof context !== 'string' || !(await isKnownContext(context))) return false;
  }
  return contexts.length > 0;
}

/** Whether this key made the document's proof. `words` are contexts beside those that are shipped. */
export async function isSigned(
  document: Document,
  { controller, method, publicKeyMultibase }: SigningKey,
  words = new Map<string, object>()
): Promise<boolean> {
  const [{ default: signatures }, { DataIntegrityProof }, { cryptosuite }] = await Promise.all([
    import('jsonld-signatures'),
    import('@digitalbazaar/data-integrity'),
    import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite')
  ]);
  const key = { '@context': keyContext, id: method, type: 'Multikey', controller, publicKeyMultibase };
  const owner = {
    '@context': didContext,
    id: controller,
    verificationMethod: [key],
    assertionMethod: [method]
  };
  const { verified } = await signatures.verify(document, {
    suite: new DataIntegrityProof({ cryptosuite }),
    // Who the issuer is was asked before; here it is only whether this key signed these words.
    purpose: new signatures.purposes.AssertionProofPurpose(),
    documentLoader: await loaderOf(new Map<string, object>([...words, [controller, owner], [method, key]]))
  });
  return verified;
}
