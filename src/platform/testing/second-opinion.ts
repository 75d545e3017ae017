/**
 * For tests: checks an `eddsa-rdfc-2022` proof without one line of the libraries that Trellis signs with. JSON-LD is read by
 * jsonld-streaming-parser, made canonical by rdfjs-c14n (RDFC-1.0), hashed and verified by Node's own crypto; the steps are
 * those of "Data Integrity EdDSA Cryptosuites v1.0" (W3C, 2025), sections 3.2.2 to 3.2.6.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { JsonLdParser } from 'jsonld-streaming-parser';
import { RDFC10 } from 'rdfjs-c14n';

type Signed = {
  '@context': unknown;
  proof: { proofValue: string; [other: string]: unknown };
  [other: string]: unknown;
};

/** What was hashed on the way, for comparison with published vectors, and whether the signature is right. */
export async function secondOpinion(
  { proof, ...document }: Signed,
  publicKeyMultibase: string,
  contexts: Map<string, object>
): Promise<{ document: string; proof: string; verified: boolean }> {
  const { proofValue, ...options } = proof;
  const documentHash = await hashOf(document, contexts);
  const proofHash = await hashOf({ '@context': document['@context'], ...options }, contexts);
  const key = createPublicKey({
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(base58(publicKeyMultibase).subarray(2)).toString('base64url')
    },
    format: 'jwk'
  });
  return {
    document: documentHash,
    proof: proofHash,
    verified: verify(null, Buffer.from(proofHash + documentHash, 'hex'), key, base58(proofValue))
  };
}

async function hashOf(document: object, contexts: Map<string, object>): Promise<string> {
  const parser = new JsonLdParser({
    strictValues: true,
    documentLoader: {
      load: async (url) => {
        const context = contexts.get(url);
        if (!context) throw new Error(`${url} is not known here.`);
        return context as never;
      }
    }
  });
  parser.end(JSON.stringify(document));
  const quads = await Array.fromAsync(parser);
  const canonical = await new RDFC10().canonicalize(quads as never);
  return createHash('sha256').update(canonical).digest('hex');
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

// Multibase: `z` says that base58 follows.
function base58(multibase: string): Buffer {
  let number = 0n;
  for (const letter of multibase.slice(1)) number = number * 58n + BigInt(alphabet.indexOf(letter));
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
