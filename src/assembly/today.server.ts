/** Somebody's Today: every room says what it needs from this person, and this puts it in order. */
import { todayFor as carePlansToday } from '#domains/care-plans/index.server.ts';
import { todayFor as competenceToday } from '#domains/competence/index.server.ts';
import { todayFor as fundingToday } from '#domains/funding/index.server.ts';
import { todayFor as matchingToday } from '#domains/matching/index.server.ts';
import { todayFor as peopleToday } from '#domains/people/index.server.ts';
import { todayFor as safeguardingToday } from '#domains/safeguarding/index.server.ts';
import { superviseesInOrder, todayFor as supervisionToday } from '#domains/supervision/index.server.ts';
import { caseloadWithNextSteps, todayFor as supportToday } from '#domains/support/index.server.ts';
import { todayFor as trainingToday } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { urgencies, type TodayItem } from '#ui/today.ts';

type TodayFor = (tx: Tx, person: Person, shared: Shared) => Promise<TodayItem[]>;

/** What more than one part of the page is made of: read at the first need, and once. */
export type Shared = {
  supervisees: () => ReturnType<typeof superviseesInOrder>;
  caseload: () => ReturnType<typeof caseloadWithNextSteps>;
};

export function sharedFor(tx: Tx, person: Person): Shared {
  return {
    supervisees: once(() => superviseesInOrder(tx, person)),
    caseload: once(() => caseloadWithNextSteps(tx, person))
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read());
}

// Within one urgency the rooms come in this order.
const rooms: TodayFor[] = [
  safeguardingToday,
  (tx, person, { caseload }) => supportToday(tx, person, caseload),
  carePlansToday,
  (tx, person, { supervisees }) => supervisionToday(tx, person, supervisees),
  matchingToday,
  peopleToday,
  trainingToday,
  competenceToday,
  fundingToday
];

/** What needs the person, the most urgent first. */
export async function gatherToday(tx: Tx, person: Person, shared: Shared): Promise<TodayItem[]> {
  const items: TodayItem[] = [];
  // One after the other: they share the request's one transaction.
  for (const todayFor of rooms) items.push(...(await todayFor(tx, person, shared)));
  return items.sort((a, b) => urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency));
}
