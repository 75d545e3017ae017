/**
 * How a lower room tells a higher one that something happened. `record` writes the event and runs its subscribers
 * in the same transaction: what must follow (a concern from a frightening answer) follows, or nothing happened at all.
 * An import says thousands of things at once, so a subscriber is handed a list.
 * A subscriber with slow or outside work queues a job.
 */
import { sql } from 'kysely';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';

/** Each room declares its events here: `declare module '#platform/events/index.server.ts' { interface DomainEvents { … } }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface DomainEvents {}

type Subscriber<Name extends keyof DomainEvents> = (tx: Tx, payloads: DomainEvents[Name][]) => Promise<void>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const subscribers = new Map<string, Set<Subscriber<any>>>();

/** Registers a subscriber; the assembly does this once at start. The same function counts once. Returns how to take it back. */
export function subscribe<Name extends keyof DomainEvents>(
  name: Name,
  subscriber: Subscriber<Name>
): () => void {
  const known = subscribers.get(name) ?? new Set();
  subscribers.set(name, known.add(subscriber));
  return () => void known.delete(subscriber);
}

/** Records what happened, once or many times over, and lets everybody who subscribed act on it, in this transaction. */
export async function record<Name extends keyof DomainEvents & string>(
  tx: Tx,
  name: Name,
  ...payloads: DomainEvents[Name][]
): Promise<void> {
  if (payloads.length === 0) return;
  await tx
    .insertInto('domain_events')
    .values(
      payloads.map((payload) => ({
        organisation_id: sql<string>`current_organisation()`,
        id: newId(),
        at: now(),
        name,
        payload: JSON.stringify(payload)
      }))
    )
    .execute();
  for (const subscriber of subscribers.get(name) ?? []) await subscriber(tx, payloads);
}
