/**
 * Sending statements to the Learning Record Store that an administrator has named. What is to be sent is what happened since
 * and has not arrived, so nothing is lost when either side stops; what is sent twice has the same id, and counts once.
 */
import * as v from 'valibot';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { openOurOwn, sealForOurselves } from '#platform/encryption/index.server.ts';
import { retryAfter, type Basis, type newRecordStore } from './record-store.ts';
import type { Fact, Statement } from './statement.ts';
import { factsVisibleTo, statementsFor } from './statement.server.ts';

const purpose = 'record-store';

/** Names the store from now on; the one before ends. The same id again changes nothing. */
export async function setRecordStore(
  tx: Tx,
  { command, username, password, ...store }: v.InferOutput<typeof newRecordStore>,
  person: Person
): Promise<void> {
  const known = await tx
    .selectFrom('record_stores')
    .where('id', '=', command)
    .select('id')
    .executeTakeFirst();
  if (known) return;
  await endRecordStore(tx);
  await tx
    .insertInto('record_stores')
    .values({
      organisation_id: person.organisation.id,
      id: command,
      ...store,
      credentials: sealForOurselves(JSON.stringify({ username, password }), purpose),
      set_by: person.id,
      set_at: now(),
      next_attempt_at: now()
    })
    .execute();
  await audit(tx, { action: 'record-store.set', thing: { kind: 'record-store', id: command } });
}

export async function endRecordStore(tx: Tx): Promise<void> {
  const ended = await tx
    .updateTable('record_stores')
    .set({ ended_at: now() })
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (ended) await audit(tx, { action: 'record-store.ended', thing: { kind: 'record-store', id: ended.id } });
}

/** The store that statements go to now, without its secret; undefined where they go nowhere. */
export function recordStoreOf(tx: Tx) {
  return tx
    .selectFrom('record_stores')
    .where('ended_at', 'is', null)
    .select(['id', 'endpoint', 'reason', 'set_at', 'failures', 'last_error', 'last_sent_at'])
    .select((from) => from.ref('basis').$castTo<Basis>().as('basis'))
    .executeTakeFirst();
}

/** How many statements have arrived at the store. */
export async function deliveredTo(tx: Tx, store: string): Promise<number> {
  const row = await tx
    .selectFrom('statement_deliveries')
    .where('store_id', '=', store)
    .select((from) => from.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Since when a learner has agreed that statements about them are sent; null when they have not, or no longer. */
export async function consentOf(tx: Tx, person: Person): Promise<Date | null> {
  const row = await tx
    .selectFrom('statement_consents')
    .where('person_id', '=', person.id)
    .where('withdrawn_at', 'is', null)
    .select('given_at')
    .executeTakeFirst();
  return row?.given_at ?? null;
}

export async function giveConsent(tx: Tx, id: string, person: Person): Promise<void> {
  await tx
    .insertInto('statement_consents')
    .values({ organisation_id: person.organisation.id, id, person_id: person.id, given_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function withdrawConsent(tx: Tx, person: Person): Promise<void> {
  await tx
    .updateTable('statement_consents')
    .set({ withdrawn_at: now() })
    .where('person_id', '=', person.id)
    .where('withdrawn_at', 'is', null)
    .execute();
}

const batchMax = 50;

/** Sends what waits, a batch at a time; a sweep. A store that does not answer is asked again later and later. */
export async function sendStatements(tx: Tx): Promise<void> {
  const store = await tx
    .selectFrom('record_stores')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('next_attempt_at', '<=', now())
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!store) return;
  const facts = await waitingFor(tx, { ...store, basis: store.basis as Basis });
  if (facts.length === 0) return;
  const failure = await send(store, await statementsFor(tx, facts));
  if (!failure) await noteDelivered(tx, store.id, facts);
  const failures = failure ? store.failures + 1 : 0;
  await tx
    .updateTable('record_stores')
    .set({
      failures,
      last_error: failure,
      next_attempt_at: failure ? new Date(now().getTime() + retryAfter(failures)) : now(),
      ...(!failure && { last_sent_at: now() })
    })
    .where('id', '=', store.id)
    .execute();
}

/** What happened since the store was named and is not there yet; where learners are asked, of those who agree and since they did. */
function waitingFor(tx: Tx, store: { id: string; set_at: Date; basis: Basis }): Promise<Fact[]> {
  return factsVisibleTo(tx)
    .where('fact.at', '>=', store.set_at)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('statement_deliveries as delivery')
            .select('delivery.key')
            .whereRef('delivery.organisation_id', '=', 'fact.organisation_id')
            .where('delivery.store_id', '=', store.id)
            .whereRef('delivery.key', '=', 'fact.key')
        )
      )
    )
    .$if(store.basis === 'consent', (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('statement_consents as consent')
            .select('consent.id')
            .whereRef('consent.organisation_id', '=', 'fact.organisation_id')
            .whereRef('consent.person_id', '=', 'fact.person_id')
            .where('consent.withdrawn_at', 'is', null)
            .whereRef('consent.given_at', '<=', 'fact.at')
        )
      )
    )
    .limit(batchMax)
    .execute();
}

async function noteDelivered(tx: Tx, store: string, facts: Fact[]): Promise<void> {
  await tx
    .insertInto('statement_deliveries')
    .values(
      facts.map(({ organisation, key, person }) => ({
        organisation_id: organisation,
        store_id: store,
        key,
        person_id: person,
        delivered_at: now()
      }))
    )
    .execute();
}

type Store = { endpoint: string; credentials: string };

/** Null when all of them are there; else why not, in words for the administrator's page. */
async function send(store: Store, statements: Statement[]): Promise<string | null> {
  const status = await post(store, statements);
  if (typeof status === 'string') return status;
  // One of the batch is there already, from a time when its answer did not reach us: each is asked for by itself.
  if (status === 409) return sendOneByOne(store, statements);
  return status === 200 || status === 204 ? null : `The store answered ${status}.`;
}

async function sendOneByOne(store: Store, statements: Statement[]): Promise<string | null> {
  for (const statement of statements) {
    const status = await post(store, [statement]);
    if (typeof status === 'string') return status;
    if (![200, 204, 409].includes(status)) return `The store answered ${status}.`;
  }
  return null;
}

const waitMilliseconds = 15_000;

async function post({ endpoint, credentials }: Store, statements: Statement[]): Promise<number | string> {
  const opened = openOurOwn(credentials, purpose);
  if (!opened) return 'Its name and secret can no longer be opened; enter them again.';
  const { username, password } = JSON.parse(opened) as { username: string; password: string };
  const address = `${endpoint.replace(/\/(statements\/?)?$/, '')}/statements`;
  try {
    const reply = await fetch(address, {
      method: 'POST',
      // Elsewhere is not where the administrator said.
      redirect: 'error',
      signal: AbortSignal.timeout(waitMilliseconds),
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        'content-type': 'application/json',
        'x-experience-api-version': '1.0.3'
      },
      body: JSON.stringify(statements)
    });
    await reply.body?.cancel();
    return reply.status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
