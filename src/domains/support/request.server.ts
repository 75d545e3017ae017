import { now } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { ConflictKind, Wishes } from './request.ts';

/** Requests the person may see, with the seeker's pseudonym, and whether somebody has taken them on. */
export function requestsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('support_requests')
    .innerJoin('people', 'people.id', 'support_requests.seeker_id')
    .leftJoin('request_withdrawals', (join) =>
      join
        .onRef('request_withdrawals.organisation_id', '=', 'support_requests.organisation_id')
        .onRef('request_withdrawals.request_id', '=', 'support_requests.id')
    )
    .leftJoin('relationships', (join) =>
      join
        .onRef('relationships.organisation_id', '=', 'support_requests.organisation_id')
        .onRef('relationships.request_id', '=', 'support_requests.id')
    )
    .leftJoin('places', (join) =>
      join
        .onRef('places.organisation_id', '=', 'support_requests.organisation_id')
        .onRef('places.id', '=', 'support_requests.place_id')
    )
    .where('support_requests.organisation_id', '=', person.organisation.id)
    .select([
      'support_requests.id',
      'support_requests.seeker_id',
      'people.name as pseudonym',
      'support_requests.at',
      'languages',
      'topics',
      'setting',
      'minor',
      'support_requests.place_id',
      'places.name as place',
      'preferred_gender',
      'preferred_age_band',
      'wants',
      'request_withdrawals.at as withdrawn_at',
      'relationships.id as relationship_id'
    ]);
}

/** Those still waiting for somebody, longest first. */
export function waitingRequestsVisibleTo(tx: Tx, person: Person) {
  return requestsVisibleTo(tx, person)
    .where('request_withdrawals.at', 'is', null)
    .where('relationships.id', 'is', null)
    .orderBy('support_requests.at');
}

/** Writes down what a seeker asks for. The same id again changes nothing. */
export async function writeRequest(
  tx: Tx,
  {
    id,
    seeker,
    limitsAcceptedAt,
    wishes
  }: { id: string; seeker: string; limitsAcceptedAt: Date; wishes: Wishes },
  organisation: string
): Promise<void> {
  const written = await tx
    .insertInto('support_requests')
    .values({
      organisation_id: organisation,
      id,
      seeker_id: seeker,
      at: now(),
      limits_accepted_at: limitsAcceptedAt,
      languages: wishes.languages,
      topics: wishes.topics,
      setting: wishes.setting,
      minor: wishes.minor,
      place_id: wishes.place,
      preferred_gender: wishes.preferredGender,
      preferred_age_band: wishes.preferredAgeBand,
      wants: wishes.wants
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!written) return;
  await audit(tx, {
    action: 'support-request.made',
    subject: seeker,
    thing: { kind: 'support_requests', id }
  });
  await record(tx, 'support.requested', { request: id, seeker });
}

/** Asks again with the wishes of last time; null when this person never asked, or already waits or has somebody. */
export async function askAgain(tx: Tx, id: string, seeker: Person): Promise<string | null> {
  const own = await requestsVisibleTo(tx, seeker)
    .where('support_requests.seeker_id', '=', seeker.id)
    .select('limits_accepted_at')
    .orderBy('support_requests.at', 'desc')
    .execute();
  const [last] = own;
  if (!last || own.some((request) => !request.relationship_id && !request.withdrawn_at)) return null;
  const wishes = {
    languages: last.languages,
    topics: last.topics,
    setting: last.setting,
    minor: last.minor,
    place: last.place_id,
    preferredGender: last.preferred_gender,
    preferredAgeBand: last.preferred_age_band,
    wants: last.wants
  } as Wishes;
  await writeRequest(
    tx,
    { id, seeker: seeker.id, limitsAcceptedAt: last.limits_accepted_at, wishes },
    seeker.organisation.id
  );
  return id;
}

/** The seeker would rather not choose: the coordinator will. */
export async function leaveToCoordinator(tx: Tx, request: string, seeker: Person): Promise<void> {
  await tx
    .updateTable('support_requests')
    .set({ wants: 'coordinator' })
    .where('id', '=', request)
    .where('seeker_id', '=', seeker.id)
    .execute();
  await audit(tx, {
    action: 'support-request.left-to-coordinator',
    subject: seeker.id,
    thing: { kind: 'support_requests', id: request }
  });
}

/** Takes a request back; a coordinator who closes somebody's says why, and they can read it. */
export async function withdrawRequest(
  tx: Tx,
  request: string,
  person: Person,
  reason?: string
): Promise<void> {
  const known = await waitingRequestsVisibleTo(tx, person)
    .where('support_requests.id', '=', request)
    .executeTakeFirst();
  if (!known) return;
  await tx
    .insertInto('request_withdrawals')
    .values({
      organisation_id: person.organisation.id,
      request_id: request,
      at: now(),
      by: person.id,
      reason
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: 'support-request.withdrawn',
    subject: known.seeker_id,
    thing: { kind: 'support_requests', id: request },
    reason
  });
}

/** The seeker never wants to meet this supporter; the supporter is not told. */
export async function blockSupporter(tx: Tx, supporter: string, seeker: Person): Promise<void> {
  await tx
    .insertInto('seeker_blocks')
    .values({
      organisation_id: seeker.organisation.id,
      id: newId(),
      seeker_id: seeker.id,
      supporter_id: supporter,
      at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'supporter.blocked', subject: seeker.id });
}

/** Notes that two people share a home, a workplace or a line of management. */
export async function declareConflict(
  tx: Tx,
  { seeker, supporter, kind }: { seeker: string; supporter: string; kind: ConflictKind },
  person: Person
): Promise<void> {
  await tx
    .insertInto('conflicts_of_interest')
    .values({
      organisation_id: person.organisation.id,
      id: newId(),
      seeker_id: seeker,
      supporter_id: supporter,
      kind,
      at: now(),
      declared_by: person.id
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'conflict-of-interest.declared', subject: seeker });
}

/** What stands between a seeker and single supporters: blocks, conflicts, and endings that said "not again". */
export async function barriersOf(
  tx: Tx,
  seeker: string
): Promise<{ supporter: string; barrier: ConflictKind | 'blocked' | 'ended-not-again' }[]> {
  const blocks = await tx
    .selectFrom('seeker_blocks')
    .select('supporter_id')
    .where('seeker_id', '=', seeker)
    .execute();
  const conflicts = await tx
    .selectFrom('conflicts_of_interest')
    .select(['supporter_id', 'kind'])
    .where('seeker_id', '=', seeker)
    .execute();
  const endings = await tx
    .selectFrom('relationship_endings')
    .innerJoin('relationships', 'relationships.id', 'relationship_endings.relationship_id')
    .select('supporter_id')
    .where('seeker_id', '=', seeker)
    .where('not_again', '=', true)
    .execute();
  return [
    ...blocks.map(({ supporter_id }) => ({ supporter: supporter_id, barrier: 'blocked' as const })),
    ...conflicts.map(({ supporter_id, kind }) => ({
      supporter: supporter_id,
      barrier: kind as ConflictKind
    })),
    ...endings.map(({ supporter_id }) => ({ supporter: supporter_id, barrier: 'ended-not-again' as const }))
  ];
}
