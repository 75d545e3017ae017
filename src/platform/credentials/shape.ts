/** What a badge looks like: an OpenBadgeCredential of Open Badges 3.0 in the W3C data model for credentials, 2.0 or 1.1. */
import * as v from 'valibot';
import { parseDocument, type Document } from './document.ts';
import { problem } from './problem.ts';
import { isToken, readToken, type Token } from './token.ts';

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(20_000));
const instant = v.pipe(
  text,
  v.check((value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)))
);
const words = v.union([
  v.array(text),
  v.pipe(
    text,
    v.transform((one) => [one])
  )
]);
// JSON-LD leaves the brackets out around a single one. More than a few would only keep the checker busy.
const severalMax = 10;
const several = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.union([
    v.pipe(v.array(schema), v.maxLength(severalMax)),
    v.pipe(
      schema,
      v.transform((one) => [one])
    )
  ]);

const Issuer = v.union([
  v.pipe(
    text,
    v.transform((id) => ({ id, name: undefined }))
  ),
  v.looseObject({ id: text, name: v.optional(text) })
]);

const Identity = v.looseObject({
  hashed: v.boolean(),
  identityHash: text,
  identityType: text,
  salt: v.optional(v.string())
});

const Subject = v.looseObject({
  id: v.optional(text),
  identifier: v.optional(several(Identity), []),
  achievement: v.looseObject({ id: text, name: text, description: v.optional(text) })
});

const Status = v.looseObject({
  type: text,
  statusPurpose: v.optional(text),
  statusListIndex: v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number))),
  statusListCredential: v.optional(text)
});

const Proof = v.looseObject({
  type: text,
  cryptosuite: v.optional(text),
  proofPurpose: v.optional(text),
  verificationMethod: v.optional(text)
});

const Badge = v.looseObject({
  '@context': v.array(text),
  type: words,
  id: v.optional(text),
  name: v.optional(text),
  issuer: Issuer,
  validFrom: v.optional(instant),
  issuanceDate: v.optional(instant),
  validUntil: v.optional(instant),
  expirationDate: v.optional(instant),
  credentialSubject: Subject,
  credentialStatus: v.optional(several(Status), []),
  // Missing where a token around the badge is its signature.
  proof: v.optional(several(Proof), [])
});

/** A badge's claims, as far as they are looked at here. */
export type Badge = v.InferOutput<typeof Badge>;
export type StatusEntry = Badge['credentialStatus'][number];

/**
 * Reads a badge's text: JSON with its proof in it, or a token. Throws a CredentialProblem when it is none, or none that can
 * be checked.
 */
export function readBadge(text: string): { document: Document; badge: Badge; token: Token | null } {
  const token = isToken(text) ? readToken(text) : null;
  const document = token?.document ?? parseDocument(text);
  const types: unknown[] = [document.type].flat();
  if (!types.some((type) => type === 'OpenBadgeCredential' || type === 'AchievementCredential')) {
    throw problem('not-a-badge', 'It does not call itself an Open Badge.');
  }
  const read = v.safeParse(Badge, document);
  if (!read.success) {
    const where = v.getDotPath(read.issues[0]) ?? 'its beginning';
    throw problem('malformed', `The badge cannot be read at ${where}.`);
  }
  return { document, badge: read.output, token };
}
