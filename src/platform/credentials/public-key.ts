/** Public keys as others write them down, and all of them as a JSON Web Key (RFC 7517). */
import { createPublicKey, ECDH } from 'node:crypto';
import * as v from 'valibot';

const PublicJwk = v.pipe(
  v.looseObject({
    kty: v.picklist(['RSA', 'EC', 'OKP']),
    kid: v.optional(v.string()),
    iss: v.optional(v.string())
  }),
  // With `d` it is a private key: whoever shows it around has lost it.
  v.check((key) => !('d' in key))
);
export type PublicJwk = v.InferOutput<typeof PublicJwk>;

/** A key of a controller: the way it is written there. */
export type PublicKey = { multibase: string } | { jwk: PublicJwk };

export function readJwk(value: unknown): PublicJwk | null {
  const read = v.safeParse(PublicJwk, value);
  return read.success ? read.output : null;
}

const JwkSet = v.looseObject({ keys: v.array(v.unknown()) });

/** The public keys of a JWK Set (RFC 7517, section 5); a single key is a set of one. */
export function readJwks(value: unknown): PublicJwk[] {
  const single = readJwk(value);
  if (single) return [single];
  const set = v.safeParse(JwkSet, value);
  return set.success ? set.output.keys.flatMap((key) => readJwk(key) ?? []) : [];
}

/** The key as a JWK; null when it is of a kind that is not known here. */
export function asJwk(key: PublicKey): PublicJwk | null {
  return 'jwk' in key ? key.jwk : jwkOfMultikey(key.multibase);
}

// An RSA key of 4096 bits is 720 characters.
const multibaseLengthMax = 1000;

// The first two bytes say what the rest is: https://www.w3.org/TR/cid/#Multikey and the table of multicodec.
const kinds: Record<string, (bytes: Buffer) => object> = {
  ed01: (point) => ({ kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') }),
  '8024': (point) => pointOfP256(point),
  '8524': (der) => createPublicKey({ key: der, format: 'der', type: 'pkcs1' }).export({ format: 'jwk' })
};

function jwkOfMultikey(multibase: string): PublicJwk | null {
  if (!multibase.startsWith('z') || multibase.length > multibaseLengthMax) return null;
  const bytes = base58(multibase.slice(1));
  const kind = bytes && kinds[bytes.toString('hex', 0, 2)];
  try {
    return kind ? readJwk(kind(bytes.subarray(2))) : null;
  } catch {
    // It says what it is, and is none: no key that anybody could have signed with.
    return null;
  }
}

function pointOfP256(compressed: Buffer): object {
  const point = ECDH.convertKey(compressed, 'prime256v1', undefined, undefined, 'uncompressed') as Buffer;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)];
  return { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58(text: string): Buffer | null {
  let number = 0n;
  for (const letter of text) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return null;
    number = number * 58n + BigInt(digit);
  }
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
