import { sql } from 'kysely';
import {
  openRelationship,
  requestsVisibleTo,
  waitingRequestsVisibleTo
} from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { seekerOf, supportersNow, type Request, type Supporter } from './facts.server.ts';
import { refusalsToMatch, refusalsToTakeAnyone } from './gate.ts';
import { asTheOrganisation } from './organisation-view.server.ts';
import { gatePolicyOn } from './policy.server.ts';
import { rank, type Ranked } from './ranking.ts';
import type { CapacityRefusal, Refusal, StandingRefusal } from './refusals.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'matching.matched': { relationship: string; request: string; seeker: string; supporter: string };
  }
}

/** Who may take somebody on, in order, and for everyone else every reason why not. */
export type Candidates = {
  may: Ranked<Supporter & Room>[];
  mayNot: { supporter: Supporter; refusals: Refusal[] }[];
};
type Room = { open: number; caseloadMax: number };

/** Asks the gate about everybody for this request; null when the person cannot see it, or it waits no more. */
export async function candidatesFor(tx: Tx, request: string, person: Person): Promise<Candidates | null> {
  const asked = await waitingRequestsVisibleTo(tx, person)
    .where('support_requests.id', '=', request)
    .executeTakeFirst();
  if (!asked) return null;
  return asTheOrganisation(tx, person, () => askGateAboutAll(tx, asked, dayIn(person.organisation.timeZone)));
}

/** Why `match` did not: what the gate said, or that the request waits no more. */
export type MatchRefusal = Refusal | 'request-gone';

/**
 * Matches a waiting request with a supporter: a coordinator any, a seeker their own. The gate is asked again here, with the
 * supporter's row locked, so that of two matches for the last place one wins and the other is told. `id` becomes the
 * relationship's; the same id again changes nothing. Empty when they are matched.
 */
export async function match(
  tx: Tx,
  { id, request, supporter }: { id: string; request: string; supporter: string },
  person: Person
): Promise<MatchRefusal[]> {
  const asked = await requestsVisibleTo(tx, person)
    .where('support_requests.id', '=', request)
    .executeTakeFirst();
  if (asked?.relationship_id === id) return [];
  if (!asked || asked.relationship_id || asked.withdrawn_at) return ['request-gone'];

  const refusals = await asTheOrganisation(tx, person, async () => {
    await lockSupporter(tx, supporter);
    const against = await askGateAboutOne(tx, asked, supporter, dayIn(person.organisation.timeZone));
    if (against.length > 0) return against;
    const taken = await openRelationship(tx, { id, seeker: asked.seeker_id, supporter, request }, person);
    return taken ? (['request-gone'] as const) : [];
  });
  if (refusals.length > 0) return [...refusals];
  await audit(tx, { action: 'match.made', subject: asked.seeker_id, thing: { kind: 'relationships', id } });
  await record(tx, 'matching.matched', { relationship: id, request, seeker: asked.seeker_id, supporter });
  return [];
}

export type OwnStanding = {
  refusals: (StandingRefusal | CapacityRefusal)[];
  caseload: Supporter['caseload'];
};

/** Whether new people may come to this supporter, told to themselves; null when they have not said what they offer. */
export function ownStanding(tx: Tx, person: Person): Promise<OwnStanding | null> {
  const today = dayIn(person.organisation.timeZone);
  return asTheOrganisation(tx, person, () => standingAtGate(tx, person.id, today));
}

/** What the gate says of one supporter whoever asks; the transaction speaks for the organisation. */
export async function standingAtGate(tx: Tx, supporter: string, today: Day): Promise<OwnStanding | null> {
  const [known] = await supportersNow(tx, today, [supporter]);
  if (!known) return null;
  return {
    refusals: refusalsToTakeAnyone(known, await gatePolicyOn(tx, today), today),
    caseload: known.caseload
  };
}

/** The gate for every supporter and one request; the transaction speaks for the organisation. */
export async function askGateAboutAll(
  tx: Tx,
  request: Request & { topics: string[]; setting: string | null },
  today: Day
): Promise<Candidates> {
  const supporters = await supportersNow(tx, today);
  const seeker = await seekerOf(
    tx,
    request,
    supporters.map(({ id }) => id)
  );
  const policy = await gatePolicyOn(tx, today);
  const judged = supporters.map((supporter) => ({
    supporter,
    refusals: refusalsToMatch(supporter, seeker, policy, today)
  }));
  const may = judged
    .filter(({ refusals }) => refusals.length === 0)
    .map(({ supporter }) => ({
      ...supporter,
      open: supporter.caseload.open,
      caseloadMax: supporter.caseload.caseloadMax
    }));
  return { may: rank(may, request), mayNot: judged.filter(({ refusals }) => refusals.length > 0) };
}

/** The gate for one pair; somebody who gives no support here holds no certificate for it. */
export async function askGateAboutOne(
  tx: Tx,
  request: Request,
  supporter: string,
  today: Day
): Promise<Refusal[]> {
  const [known] = await supportersNow(tx, today, [supporter]);
  if (!known) return ['no-certificate'];
  return refusalsToMatch(
    known,
    await seekerOf(tx, request, [supporter]),
    await gatePolicyOn(tx, today),
    today
  );
}

async function lockSupporter(tx: Tx, supporter: string): Promise<void> {
  await sql`select from supporter_profiles where organisation_id = current_organisation() and supporter_id = ${supporter} for update`.execute(
    tx
  );
}
