/** What every one of a seeker's own pages begins with. */
import { crisisContactsFor } from '#domains/safeguarding/index.server.ts';
import {
  encountersVisibleTo,
  openRelationshipsVisibleTo,
  waitingRequestsVisibleTo
} from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** Whom they talk with, or the request that waits. */
export async function mine(tx: Tx, person: Person) {
  const relationship = await openRelationshipsVisibleTo(tx, person)
    .where('relationships.seeker_id', '=', person.id)
    .executeTakeFirst();
  const request = await waitingRequestsVisibleTo(tx, person)
    .where('support_requests.seeker_id', '=', person.id)
    .executeTakeFirst();
  return { relationship, request };
}

/** The day the two agreed on for what comes next, if they did. */
export async function nextStepOn(tx: Tx, relationship: string, person: Person): Promise<Day | null> {
  const last = await encountersVisibleTo(tx, person)
    .where('encounters.relationship_id', '=', relationship)
    .orderBy('encounters.started_at', 'desc')
    .executeTakeFirst();
  return last?.next_step_on ?? null;
}

/** Whom to call when it cannot wait; shown on each page. */
export async function crisis(tx: Tx, person: Person) {
  return {
    crisisContacts: await crisisContactsFor(tx, person.organisation)
  };
}
