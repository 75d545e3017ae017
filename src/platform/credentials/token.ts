/**
 * A credential signed from outside, as a JSON Web Token: Open Badges 3.0, section 8.2, and the older way of the credentials
 * data model 1.1, which puts it into the claim `vc`. What is read here is not checked yet.
 */
import * as v from 'valibot';
import { documentLengthMax, parseDocument, type Document } from './document.ts';
import { problem } from './problem.ts';

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(20_000));
const endOfTime = 253_402_300_799;
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(endOfTime));

const Header = v.looseObject({
  alg: text,
  kid: v.optional(text),
  jwk: v.optional(v.looseObject({})),
  typ: v.optional(text),
  crit: v.optional(v.unknown())
});
const Claims = v.looseObject({
  iss: v.optional(text),
  jti: v.optional(text),
  sub: v.optional(text),
  nbf: v.optional(seconds),
  exp: v.optional(seconds),
  vc: v.optional(v.looseObject({}))
});

export type TokenHeader = v.InferOutput<typeof Header>;
export type TokenClaims = v.InferOutput<typeof Claims>;
/** `text` is what was signed; `document` the credential in it, completed by what only the claims say. */
export type Token = { text: string; header: TokenHeader; claims: TokenClaims; document: Document };

/** Whether a text is written as a compact JWS, also one whose signature is missing. */
export function isToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/** Reads a token; throws a CredentialProblem when it is none that could hold a credential. */
export function readToken(token: string): Token {
  // Base64 makes four letters of three bytes.
  if (token.length > documentLengthMax * 1.5) throw problem('malformed', 'It is far longer than a badge.');
  const [head, body] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
  const header = v.safeParse(Header, parseDocument(head!));
  const payload = parseDocument(body!);
  const claims = v.safeParse(Claims, payload);
  if (!header.success || !claims.success)
    throw problem('malformed', 'The header or the claims of the token cannot be read.');
  const document = completed(claims.output.vc ?? payload, claims.output);
  return { text: token, header: header.output, claims: claims.output, document };
}

function completed(credential: Document, { iss, jti, sub, nbf, exp }: TokenClaims): Document {
  const { credentialSubject: subject } = credential;
  const whole = { ...credential };
  whole.issuer ??= iss;
  whole.id ??= jti;
  if (nbf !== undefined && !('issuanceDate' in whole)) whole.validFrom ??= instantOf(nbf);
  if (exp !== undefined && !('expirationDate' in whole)) whole.validUntil ??= instantOf(exp);
  if (sub !== undefined && subject && typeof subject === 'object' && !Array.isArray(subject))
    whole.credentialSubject = { id: sub, ...subject };
  return whole;
}

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
