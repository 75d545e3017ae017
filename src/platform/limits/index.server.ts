/**
 * How often something may be tried. Attempts are counted in PostgreSQL, in a sliding window and in a transaction
 * of their own, so that every process shares the count and a failed request cannot take its attempt back.
 */
import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { secret, settings } from '#platform/settings/index.server.ts';

export type Limit = { name: string; max: number; windowMinutes: number };

/** A counted attempt. `forgive` takes it out of the count: it was no guess after all. */
export type Attempt = { forgive: () => Promise<void> };

let pool: pg.Pool | undefined;

/** Limits are kept through the pool of the role trellis_identity. */
export function openLimits(identityPool: pg.Pool): void {
  pool = identityPool;
}

/** Counts an attempt by `who` (an account, an address). Null when there were already too many in the window. */
export async function attempt({ name, max, windowMinutes }: Limit, who: string): Promise<Attempt | null> {
  const id = newId();
  const at = now();
  const since = new Date(at.getTime() - windowMinutes * 60_000);
  const { rows } = await opened().query('select identity.take_attempt($1, $2, $3, $4, $5) as taken', [
    id,
    keyOf(name, who),
    at,
    since,
    max
  ]);
  if (!rows[0].taken) return null;
  return {
    forgive: async () => void (await opened().query('delete from identity.attempt where id = $1', [id]))
  };
}

/** Counts one attempt against several limits; null, and none of them counted, when one is used up. */
export async function attemptAll(...tries: [Limit, string][]): Promise<Attempt | null> {
  const taken: Attempt[] = [];
  const forgive = async () => void (await Promise.all(taken.map((each) => each.forgive())));
  for (const [limit, who] of tries) {
    const each = await attempt(limit, who);
    if (!each) {
      await forgive();
      return null;
    }
    taken.push(each);
  }
  return { forgive };
}

/** Forgets what `who` tried before. */
export async function forgetAttempts({ name }: Limit, who: string): Promise<void> {
  await opened().query('delete from identity.attempt where key = $1', [keyOf(name, who)]);
}

/** Forgets attempts no window reaches back to any more. */
export async function forgetOldAttempts(): Promise<void> {
  await opened().query('delete from identity.attempt where at < $1', [
    new Date(now().getTime() - 24 * 60 * 60_000)
  ]);
}

// Keyed, so that whoever reads the table cannot find out by trying which addresses are in it.
function keyOf(name: string, who: string): Buffer {
  const key = createHmac('sha256', secret(settings().masterKeyFile).split(/\s+/)[0]!)
    .update('limits')
    .digest();
  return createHmac('sha256', key).update(`${name}\0${who}`).digest();
}

function opened(): pg.Pool {
  if (!pool) throw new Error('Limits are not open.');
  return pool;
}
