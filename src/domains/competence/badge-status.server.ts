/** Whether badges are good: the lists that are published, and checking any badge that somebody shows. */
import { sql } from 'kysely';
import type { Organisation } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import {
  baseOf,
  CredentialProblem,
  keyInUse,
  outside,
  signStatusList,
  statusListAddress,
  statusPurposes,
  unbake,
  verify,
  type Outside,
  type StatusHere,
  type StatusPurpose,
  type Verdict
} from '#platform/credentials/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { attempt, type Limit } from '#platform/limits/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';

/** Checks a badge in a file (JSON, a token, PNG or SVG), whoever issued it. */
export async function checkBadge(tx: Tx, file: Buffer, way: Outside = outside): Promise<Verdict> {
  const text = takenOut(file);
  if (text instanceof CredentialProblem)
    return { valid: false, reasons: [text.code], badge: null, here: false };
  return verifyHere(tx, text, way);
}

// A classroom behind one address may check everybody's badge; nobody may use us to knock at others' doors.
const checks: Limit = { name: 'check-badge', max: 60, windowMinutes: 15 };

/** Checks a stranger's badge, unless too many were checked from that network address just now. */
export async function checkBadgeFrom(tx: Tx, file: Buffer, address: string): Promise<Verdict | 'too-often'> {
  return (await attempt(checks, address)) ? checkBadge(tx, file) : 'too-often';
}

/** Checks a badge's text. */
export function verifyHere(tx: Tx, text: string, way: Outside = outside): Promise<Verdict> {
  return verify(tx, text, { at: now(), outside: way, statusHere });
}

function takenOut(file: Buffer): string | CredentialProblem {
  try {
    return unbake(file);
  } catch (error) {
    if (error instanceof CredentialProblem) return error;
    throw error;
  }
}

/** A signed list of an organisation; null when there is none of that name. It is made anew from what holds now. */
export async function statusListNamed(
  tx: Tx,
  organisation: Pick<Organisation, 'id' | 'slug'>,
  name: string
): Promise<object | null> {
  const [, named, number] = /^([a-z]+)-([1-9]\d{0,4})$/.exec(name) ?? [];
  const purpose = statusPurposes.find((known) => known === named);
  if (!purpose || !(await isInUse(tx, organisation.id, Number(number)))) return null;
  const key = await keyInUse(tx, organisation, settings().origin);
  if (!key) return null;
  const list = Number(number);
  const set = await placesSet(tx, key.did, list, purpose);
  return signedLately(`${key.id} ${name}`, set, () => signStatusList(tx, key, { purpose, list, set }));
}

/** Whether a place of one of our own lists is set; null when the address is none of that issuer's lists. */
async function statusHere(tx: Tx, { issuer, address, purpose, index }: StatusHere): Promise<boolean | null> {
  const base = await baseOf(tx, issuer);
  const list = Number(/-(\d+)$/.exec(address)?.[1]);
  if (base === null || address !== statusListAddress(base, purpose, list)) return null;
  return (await placesSet(tx, issuer, list, purpose)).includes(index);
}

async function placesSet(tx: Tx, issuer: string, list: number, purpose: StatusPurpose): Promise<number[]> {
  const { rows } = await sql<{ place: number }>`
    select badge_places_set(${issuer}, ${list}, ${purpose}) as place order by 1`.execute(tx);
  return rows.map(({ place }) => place);
}

async function isInUse(tx: Tx, organisation: string, list: number): Promise<boolean> {
  const { rows } = await sql<{
    used: boolean;
  }>`select badge_list_is_used(${organisation}, ${list}) as used`.execute(tx);
  return rows[0]!.used;
}

// Anybody may ask for a list as often as they like, and signing costs more than remembering. What is set is looked up each
// time, so a badge taken back is in the list at once.
const rememberedMinutes = 60;
const rememberedMax = 100;
type Remembered = { set: string; until: number; list: object };
const remembered = new Map<string, Remembered>();

async function signedLately(key: string, set: number[], signNow: () => Promise<object>): Promise<object> {
  const at = now().getTime();
  const known = remembered.get(key);
  const places = set.join(',');
  if (known && known.set === places && at < known.until && known.until - at <= rememberedMinutes * 60_000)
    return known.list;
  const list = await signNow();
  if (remembered.size >= rememberedMax) remembered.clear();
  remembered.set(key, { set: places, until: at + rememberedMinutes * 60_000, list });
  return list;
}
