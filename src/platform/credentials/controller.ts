/** A controller document: who an issuer is, and which public keys speak for it. Their shape is the W3C's (DID 1.0, CID 1.0). */
import * as v from 'valibot';
import { readJwk, type PublicKey } from './public-key.ts';

/** `keys` are those it asserts with, by their full address. */
export type Controller = { id: string; keys: Map<string, PublicKey> };

const Method = v.looseObject({
  id: v.string(),
  controller: v.optional(v.string()),
  publicKeyMultibase: v.optional(v.string()),
  publicKeyJwk: v.optional(v.unknown())
});
const ControllerDocument = v.looseObject({
  id: v.string(),
  verificationMethod: v.optional(v.array(Method), []),
  assertionMethod: v.optional(v.array(v.union([v.string(), Method])), [])
});

/** Reads the document that was found for `id`; null when it is about somebody else or not such a document. */
export function readController(id: string, document: unknown): Controller | null {
  const read = v.safeParse(ControllerDocument, document);
  if (!read.success || read.output.id !== id) return null;
  const whole = (reference: string) => (reference.startsWith('#') ? id + reference : reference);
  const methods = new Map(read.output.verificationMethod.map((method) => [whole(method.id), method]));
  const keys = new Map<string, PublicKey>();
  for (const asserting of read.output.assertionMethod) {
    const method = typeof asserting === 'string' ? methods.get(whole(asserting)) : asserting;
    const key = method && (method.controller ?? id) === id ? keyIn(method) : null;
    if (key) keys.set(whole(method!.id), key);
  }
  return { id, keys };
}

function keyIn({ publicKeyMultibase, publicKeyJwk }: v.InferOutput<typeof Method>): PublicKey | null {
  if (publicKeyMultibase) return { multibase: publicKeyMultibase };
  const jwk = readJwk(publicKeyJwk);
  return jwk && { jwk };
}

/** A did:key or did:jwk is its own document. */
export function controllerOfKey(id: string): Controller | null {
  const multibase = /^did:key:(z[1-9A-HJ-NP-Za-km-z]{40,1000})$/.exec(id)?.[1];
  if (multibase) return { id, keys: new Map([[`${id}#${multibase}`, { multibase }]]) };
  const encoded = /^did:jwk:([\w-]{40,2000})$/.exec(id)?.[1];
  const jwk = encoded && readJwk(parsed(Buffer.from(encoded, 'base64url').toString('utf8')));
  return jwk ? { id, keys: new Map([[`${id}#0`, { jwk }]]) } : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // An identifier that anybody may have made up.
    return null;
  }
}

/** Where the document of an issuer is published, or null when there is no such place. */
export function addressOfController(id: string): string | null {
  if (id.startsWith('https://')) return id;
  if (!id.startsWith('did:web:')) return null;
  try {
    const [host, ...path] = id.slice('did:web:'.length).split(':').map(decodeURIComponent);
    const at = path.length > 0 ? path.join('/') : '.well-known';
    return new URL(`https://${host}/${at}/did.json`).href;
  } catch {
    // Not an address at all.
    return null;
  }
}
