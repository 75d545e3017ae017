/** Whether a token was signed by the issuer of the credential in it, and says the same as that credential. */
import type { JWK } from 'jose';
import type { Controller } from './controller.ts';
import type { Outside } from './outside.server.ts';
import type { Problem } from './problem.ts';
import { asJwk, readJwk, readJwks, type PublicJwk } from './public-key.ts';
import type { Resolve } from './proof.server.ts';
import type { Badge } from './shape.ts';
import type { Token, TokenClaims, TokenHeader } from './token.ts';

/** The ways to an issuer's keys. */
export type Ways = { resolve: Resolve; outside: Outside };

// Signatures only, never a shared secret: with HS256 an issuer's public key would be enough to sign in its name (RFC 8725,
// section 2.1). RS256 is what Open Badges asks of everybody; the other two are what newer issuers use.
const algorithms = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];
// "JWT" in Open Badges, the other two in "Securing Verifiable Credentials using JOSE and COSE" (W3C, 2025).
const types = ['JWT', 'vc+jwt', 'vc+ld+jwt'];

/** Everything that is wrong with the signature of a token whose credential claims to be from `issuer`. */
export async function problemsOfToken(
  { text, header }: Pick<Token, 'text' | 'header'>,
  issuer: string,
  ways: Ways
): Promise<Problem[]> {
  if (header.alg.toLowerCase() === 'none') return ['unsigned'];
  if (!isCheckable(header)) return ['unsupported'];
  const shown = await keyShown(header, issuer, ways);
  if (!shown) return ['unknown-issuer'];
  const stranger = await whyNotTheirs(shown, issuer, ways);
  const broken = await problemOfSignature(text, shown.jwk);
  return [stranger, broken].filter((problem) => problem !== null);
}

/** What a badge's claims must say beside the badge itself: section 8.2.4.1 of Open Badges 3.0. */
export function problemsOfClaims({ iss, jti, nbf, exp, sub }: TokenClaims, badge: Badge): Problem[] {
  const { id: subject } = badge.credentialSubject;
  const from = badge.validFrom ?? badge.issuanceDate;
  const until = badge.validUntil ?? badge.expirationDate;
  if (!iss || !jti || nbf === undefined || !from || (subject && !sub)) return ['malformed'];
  if (iss !== badge.issuer.id) return ['wrong-issuer'];
  const agrees =
    jti === badge.id &&
    sub === subject &&
    isSameSecond(nbf, from) &&
    (exp === undefined || !until || isSameSecond(exp, until));
  return agrees ? [] : ['contradictory'];
}

function isSameSecond(seconds: number, instant: string): boolean {
  return Math.floor(seconds) === Math.floor(Date.parse(instant) / 1000);
}

function isCheckable({ alg, typ, crit }: TokenHeader): boolean {
  return algorithms.includes(alg) && crit === undefined && (typ === undefined || types.includes(typ));
}

/** `address` is where the key was found; null when the token itself brought it. */
type Shown = { jwk: PublicJwk; address: string | null };

async function keyShown({ kid, jwk }: TokenHeader, issuer: string, ways: Ways): Promise<Shown | null> {
  const address = kid?.startsWith('#') ? issuer + kid : kid;
  if (address && /^(did:|https:)/.test(address)) {
    const found = await keyAt(address, ways);
    return found && { jwk: found, address };
  }
  const brought = jwk && readJwk(jwk);
  if (brought) return { jwk: brought, address: null };
  const named = kid ? (await keysOf(issuer, ways)).find((key) => key.kid === kid) : undefined;
  return named ? { jwk: named, address: null } : null;
}

/** The key that an address leads to: in the document of a DID, or in a JWK, a JWK Set or a controller document on the web. */
async function keyAt(address: string, { resolve, outside }: Ways): Promise<PublicJwk | null> {
  const [place, fragment] = address.split('#') as [string, string | undefined];
  const controller = await resolve(place);
  const named = controller && keyNamed(controller, address);
  if (named || place.startsWith('did:')) return named;
  const keys = readJwks(await outside(place));
  const wanted = keys.find(({ kid }) => kid !== undefined && (kid === address || kid === fragment));
  return wanted ?? (keys.length === 1 ? keys[0]! : null);
}

function keyNamed({ id, keys }: Controller, address: string): PublicJwk | null {
  // A DID with one key, such as a did:key, is often named without the part that says which.
  const key = address === id && keys.size === 1 ? [...keys.values()][0] : keys.get(address);
  return key ? asJwk(key) : null;
}

/**
 * Open Badges says how a key is found and not whose it is; else everybody could sign as anybody. It is the issuer's when it
 * lies at the issuer's own address or beneath it, or is among the keys the issuer publishes.
 */
async function whyNotTheirs({ jwk, address }: Shown, issuer: string, ways: Ways): Promise<Problem | null> {
  if (address !== null && isBeneath(address, issuer)) return null;
  const published = await keysOf(issuer, ways);
  if (published.length === 0) return 'unknown-issuer';
  const { calculateJwkThumbprint } = await import('jose');
  const thumbprint = async (key: PublicJwk) => calculateJwkThumbprint(key as JWK).catch(() => null);
  const shown = await thumbprint(jwk);
  const theirs = await Promise.all(published.map(thumbprint));
  return shown !== null && theirs.includes(shown) ? null : 'wrong-issuer';
}

// Paths are compared as a browser would follow them, so that no `..` leads out of the issuer's.
function isBeneath(address: string, issuer: string): boolean {
  const [key, home] = [URL.parse(address), URL.parse(issuer)];
  if (key?.protocol !== 'https:' || home?.protocol !== 'https:' || key.origin !== home.origin) return false;
  if (home.search !== '' || key.search !== '')
    return key.pathname + key.search === home.pathname + home.search;
  return key.pathname === home.pathname || key.pathname.startsWith(`${home.pathname.replace(/\/$/, '')}/`);
}

/** The keys an issuer publishes: in its own document, and on the web in its host's `jwks.json`, too (1EdTech's guide, 2023). */
async function keysOf(issuer: string, { resolve, outside }: Ways): Promise<PublicJwk[]> {
  const controller = await resolve(issuer);
  const own = [...(controller?.keys.values() ?? [])].flatMap((key) => asJwk(key) ?? []);
  const host = URL.parse(issuer);
  if (host?.protocol !== 'https:') return own;
  const set = readJwks(await outside(`${host.origin}/.well-known/jwks.json`));
  return [...own, ...set.filter(({ iss }) => iss === undefined || iss === issuer)];
}

async function problemOfSignature(token: string, key: PublicJwk): Promise<Problem | null> {
  const { compactVerify, errors } = await import('jose');
  try {
    await compactVerify(token, key as JWK, { algorithms });
    return null;
  } catch (error) {
    // Anything else that is wrong lies in the key: of another kind than the signature says, too short, or none at all.
    return error instanceof errors.JWSSignatureVerificationFailed ? 'altered' : 'unsupported';
  }
}
