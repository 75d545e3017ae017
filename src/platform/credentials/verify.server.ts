/** Whether a badge is good today, and every reason why it is not. */
import type { Tx } from '#platform/database/index.server.ts';
import { addressOfController, controllerOfKey, readController } from './controller.ts';
import { issuerDocument } from './issuer.server.ts';
import type { Outside } from './outside.server.ts';
import { CredentialProblem, type Problem } from './problem.ts';
import { problemsOfProof, type Proof, type Resolve } from './proof.server.ts';
import { readBadge, type Badge, type Document, type StatusEntry } from './shape.ts';
import { isSet, readStatusList, statusPurposes, type StatusPurpose } from './status-list.server.ts';

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

export async function verify(tx: Tx, json: string, world: World): Promise<Verdict> {
  const read = readOrWhyNot(json);
  if (typeof read === 'string') return { valid: false, reasons: [read], badge: null, here: false };
  const { document, badge } = read;
  const here = (await issuerDocument(tx, badge.issuer.id)) !== null;
  const resolve: Resolve = (id) => controllerOf(tx, id, world.outside);
  const signed = await problemsOfProof(document, badge.issuer.id, badge.proof, resolve);
  // Of words that may be anybody's, neither the dates nor the place in a list mean anything.
  const reasons =
    signed.length > 0
      ? signed
      : [...problemsOfTime(badge, world.at), ...(await problemsOfStatus(tx, badge, here, resolve, world))];
  return { valid: reasons.length === 0, reasons, badge, here };
}

function readOrWhyNot(json: string): { document: Document; badge: Badge } | Problem {
  try {
    return readBadge(json);
  } catch (error) {
    if (error instanceof CredentialProblem) return error.code;
    throw error;
  }
}

/** Keys of our own issuers are in our own tables; a did:key is its own; all others are asked for outside. */
async function controllerOf(tx: Tx, id: string, outside: Outside) {
  const own = await issuerDocument(tx, id);
  if (own) return readController(id, own);
  const itself = controllerOfKey(id);
  if (itself) return itself;
  const address = addressOfController(id);
  return address ? readController(id, await outside(address)) : null;
}

function problemsOfTime(badge: Badge, at: Date): Problem[] {
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
  resolve: Resolve,
  world: World
): Promise<Problem[]> {
  const found = new Set<Problem>();
  for (const entry of badge.credentialStatus) {
    const purpose = statusPurposes.find((known) => known === entry.statusPurpose);
    if (entry.type === 'BitstringStatusListEntry' && entry.statusPurpose && !purpose) continue;
    const set = purpose ? await statusOf(tx, badge, entry, purpose, here, resolve, world) : null;
    if (set === null) found.add('status-unknown');
    else if (set) found.add(problemOfPurpose[purpose!]);
  }
  return [...found];
}

async function statusOf(
  tx: Tx,
  badge: Badge,
  entry: StatusEntry,
  purpose: StatusPurpose,
  here: boolean,
  resolve: Resolve,
  world: World
): Promise<boolean | null> {
  const { type, statusListCredential: address, statusListIndex: index } = entry;
  if (type !== 'BitstringStatusListEntry' || !address || index === undefined) return null;
  const issuer = badge.issuer.id;
  if (here) return world.statusHere(tx, { issuer, address, purpose, index });
  const document = await world.outside(address);
  const list = readStatusList(document);
  if (!list || list.issuer !== issuer || list.credentialSubject.statusPurpose !== purpose) return null;
  if (problemsOfTime(list as unknown as Badge, world.at).length > 0) return null;
  const wrong = await problemsOfProof(document as Document, issuer, [list.proof as Proof], resolve);
  return wrong.length > 0 ? null : isSet(list, index);
}
