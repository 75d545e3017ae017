/** A controller document: who an issuer is, and which public keys speak for it. Their shape is the W3C's (DID 1.0, CID 1.0). */
import * as v from 'valibot';

/** `keys` are those it asserts with, by their full address. */
export type Controller = { id: string; keys: Map<string, string> };

const Method = v.looseObject({
  id: v.string(),
  controller: v.optional(v.string()),
  publicKeyMultibase: v.optional(v.string())
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
  const keys = new Map<string, string>();
  for (const asserting of read.output.assertionMethod) {
    const method = typeof asserting === 'string' ? methods.get(whole(asserting)) : asserting;
    if (method?.publicKeyMultibase && (method.controller ?? id) === id)
      keys.set(whole(method.id), method.publicKeyMultibase);
  }
  return { id, keys };
}

/** A did:key is its own document. */
export function controllerOfKey(id: string): Controller | null {
  const key = /^did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]{40,50})$/.exec(id)?.[1];
  return key ? { id, keys: new Map([[`${id}#${key}`, key]]) } : null;
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
