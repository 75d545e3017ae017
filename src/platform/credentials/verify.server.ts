/** Whether a badge is good today, and every reason why it is not. */
import type { Tx } from '#platform/database/index.server.ts';
import { addressOfController, controllerOfKey, readController } from './controller.ts';
import type { Document } from './document.ts';
import { issuerDocument } from './issuer.server.ts';
import type { Outside } from './outside.server.ts';
import { CredentialProblem, type Problem } from './problem.ts';
import { problemsOfProof } from './proof.server.ts';
import { readBadge, type Badge, type StatusEntry } from './shape.ts';
import { isSet, readStatusList, statusPurposes, type StatusPurpose } from './status-list.server.ts';
import { problemsOfClaims, problemsOfToken, type Ways } from './token.server.ts';
import { isToken, readToken, type Token } from './token.ts';

/** One entry of a badge of this installation: where it stands in which list. */
export type StatusHere = { issuer: string; address: string; purpose: StatusPurpose; index: number };

export type World = {
  at: Date;
  /** The way to other issuers' documents. */
  outside: Outside;
  /** Whether the bit of a badge of this installation is set; null when there is no such place. */
  statusHere: (tx: Tx, entry: StatusHere) => Promise<boolean | null>;
};

export type Verdict = {
  valid: boolean;
  reasons: Problem[];
  /** What it says; null when it cannot be read. Believe it only when it is valid. */
  badge: Badge | null;
  /** Issued by an organisation of this installation. */
  here: boolean;
};

export async function verify(tx: Tx, text: string, world: World): Promise<Verdict> {
  const read = readOrWhyNot(text);
  if (typeof read === 'string') return { valid: false, reasons: [read], badge: null, here: false };
  const { badge } = read;
  const outside = askedOnce(world.outside);
  const ways = { outside, resolve: (id: string) => controllerOf(tx, id, outside) };
  const here = (await issuerDocument(tx, badge.issuer.id)) !== null;
  const signed = await problemsOfSignature(read, ways);
  // Of words that may be anybody's, neither the dates nor the place in a list mean anything.
  const reasons =
    signed.length > 0
      ? signed
      : [...problemsOfTime(badge, world.at), ...(await problemsOfStatus(tx, badge, here, ways, world))];
  return { valid: reasons.length === 0, reasons, badge, here };
}

function readOrWhyNot(text: string): ReturnType<typeof readBadge> | Problem {
  try {
    return readBadge(text);
  } catch (error) {
    if (error instanceof CredentialProblem) return error.code;
    throw error;
  }
}

async function problemsOfSignature(
  { document, badge, token }: ReturnType<typeof readBadge>,
  ways: Ways
): Promise<Problem[]> {
  const issuer = badge.issuer.id;
  if (!token) return problemsOfProof(document, issuer, badge.proof, ways.resolve);
  const wrong = await problemsOfToken(token, issuer, ways);
  return wrong.length > 0 ? wrong : problemsOfClaims(token.claims, badge);
}

/** The same document is often asked for twice on the way: as the issuer's own, and as the place of a key. */
function askedOnce(outside: Outside): Outside {
  const answers = new Map<string, Promise<unknown>>();
  return (address) => {
    const answer = answers.get(address) ?? outside(address);
    answers.set(address, answer);
    return answer;
  };
}

/** Keys of our own issuers are in our own tables; a did:key or did:jwk is its own; all others are asked for outside. */
async function controllerOf(tx: Tx, id: string, outside: Outside) {
  const own = await issuerDocument(tx, id);
  if (own) return readController(id, own);
  const itself = controllerOfKey(id);
  if (itself) return itself;
  const address = addressOfController(id);
  return address ? readController(id, await outside(address)) : null;
}

type Times = Partial<Record<'validFrom' | 'issuanceDate' | 'validUntil' | 'expirationDate', string>>;

function problemsOfTime(badge: Times, at: Date): Problem[] {
  const from = badge.validFrom ?? badge.issuanceDate;
  const until = badge.validUntil ?? badge.expirationDate;
  if (from && Date.parse(from) > at.getTime()) return ['not-yet-valid'];
  return until && Date.parse(until) < at.getTime() ? ['expired'] : [];
}

const problemOfPurpose = { revocation: 'revoked', suspension: 'suspended' } as const satisfies Record<
  StatusPurpose,
  Problem
>;

async function problemsOfStatus(
  tx: Tx,
  badge: Badge,
  here: boolean,
  ways: Ways,
  world: World
): Promise<Problem[]> {
  const found = new Set<Problem>();
  for (const entry of badge.credentialStatus) {
    const purpose = statusPurposes.find((known) => known === entry.statusPurpose);
    if (entry.type === 'BitstringStatusListEntry' && entry.statusPurpose && !purpose) continue;
    const place = purpose && placeIn(entry, badge.issuer.id, purpose);
    const set = !place
      ? null
      : here
        ? await world.statusHere(tx, place)
        : await statusThere(place, ways, world.at);
    if (set === null) found.add('status-unknown');
    else if (set) found.add(problemOfPurpose[purpose!]);
  }
  return [...found];
}

function placeIn(entry: StatusEntry, issuer: string, purpose: StatusPurpose): StatusHere | null {
  const { type, statusListCredential: address, statusListIndex: index } = entry;
  if (type !== 'BitstringStatusListEntry' || !address || index === undefined) return null;
  return { issuer, address, purpose, index };
}

/** Whether the bit of another issuer's badge is set; null when its list cannot be had, or is not to be believed. */
async function statusThere(
  { issuer, address, purpose, index }: StatusHere,
  ways: Ways,
  at: Date
): Promise<boolean | null> {
  const found = await ways.outside(address);
  const token = typeof found === 'string' && isToken(found) ? tokenOrNone(found) : null;
  const document = token ? token.document : found;
  const list = readStatusList(document);
  if (!list || list.issuer !== issuer || list.credentialSubject.statusPurpose !== purpose) return null;
  if (problemsOfTime(list, at).length > 0) return null;
  const wrong = token
    ? await problemsOfToken(token, issuer, ways)
    : await problemsOfProof(document as Document, issuer, list.proof ? [list.proof] : [], ways.resolve);
  return wrong.length > 0 ? null : isSet(list, index);
}

function tokenOrNone(text: string): Token | null {
  try {
    return readToken(text);
  } catch (error) {
    if (error instanceof CredentialProblem) return null;
    throw error;
  }
}
