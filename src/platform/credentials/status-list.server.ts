/**
 * Bitstring Status Lists (W3C, 2025): one bit for each badge, in a credential signed by the issuer. Only whoever holds a
 * badge knows its place in the list.
 */
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { Tx } from '#platform/database/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { IssuerKey } from './issuer.server.ts';
import { sign, withoutFraction } from './sign.server.ts';

// The specification's least length, so that a list gives nobody away by being short.
export const statusListLength = 131_072;
// A checker that keeps a copy must ask again after this long.
const validHours = 24;
// Lists of other issuers may be longer, but not without end: a small file can unpack to a very large one.
const unpackedBytesMax = 2 * 1024 * 1024;

export type StatusPurpose = 'revocation' | 'suspension';
export const statusPurposes = ['revocation', 'suspension'] as const satisfies StatusPurpose[];

/** Two entries for a badge's `credentialStatus`: whether it was taken back for good, and whether it rests. */
export function statusEntries(base: string, list: number, index: number): object[] {
  return statusPurposes.map((purpose) => ({
    id: `${statusListAddress(base, purpose, list)}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: statusListAddress(base, purpose, list)
  }));
}

export function statusListAddress(base: string, purpose: StatusPurpose, list: number): string {
  return `${base}/status/${purpose}-${list}`;
}

/** The signed list with these places set. */
export async function signStatusList(
  tx: Tx,
  key: IssuerKey,
  { purpose, list, set }: { purpose: StatusPurpose; list: number; set: number[] }
): Promise<object> {
  const { createCredential, createList } = await import('@digitalbazaar/vc-bitstring-status-list');
  const bits = await createList({ length: statusListLength });
  for (const index of set) bits.setStatus(index, true);
  const id = statusListAddress(key.base, purpose, list);
  const from = now();
  const credential = await createCredential({ id, list: bits, statusPurpose: purpose });
  return sign(tx, key, {
    ...credential,
    issuer: key.did,
    validFrom: withoutFraction(from),
    validUntil: withoutFraction(new Date(from.getTime() + validHours * 3_600_000))
  });
}

const StatusList = v.looseObject({
  id: v.optional(v.string()),
  issuer: v.union([
    v.string(),
    v.pipe(
      v.looseObject({ id: v.string() }),
      v.transform(({ id }) => id)
    )
  ]),
  validFrom: v.optional(v.string()),
  validUntil: v.optional(v.string()),
  credentialSubject: v.looseObject({
    type: v.literal('BitstringStatusList'),
    statusPurpose: v.string(),
    encodedList: v.pipe(v.string(), v.startsWith('u'))
  }),
  // Missing where a token around the list is its signature.
  proof: v.optional(v.looseObject({ type: v.string() }))
});
export type StatusList = v.InferOutput<typeof StatusList>;

/** Another issuer's list, or null when it is none. Its proof is not looked at here. */
export function readStatusList(document: unknown): StatusList | null {
  const read = v.safeParse(StatusList, document);
  return read.success ? read.output : null;
}

/** Whether the bit at that place is set; null when the list has no such place or cannot be unpacked. */
export function isSet({ credentialSubject: { encodedList } }: StatusList, index: number): boolean | null {
  try {
    const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'), {
      maxOutputLength: unpackedBytesMax
    });
    const byte = Number.isSafeInteger(index) && index >= 0 ? bits[index >> 3] : undefined;
    return byte === undefined ? null : (byte & (0x80 >> (index & 7))) !== 0;
  } catch {
    // Not packed as the specification says, or too much of it: either way there is no bit to read.
    return null;
  }
}
