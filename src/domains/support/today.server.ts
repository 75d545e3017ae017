import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import { addDays, dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import type { TodayItem } from '#ui/today.ts';
import { encountersVisibleTo } from './encounter.server.ts';
import { openRelationshipsVisibleTo } from './relationship.server.ts';
import { waitingRequestsVisibleTo } from './request.server.ts';

/** Somebody's people with the next step of each, the ones nobody has met yet first. */
export async function caseloadWithNextSteps(tx: Tx, person: Person) {
  const people = await openRelationshipsVisibleTo(tx, person)
    .where('relationships.supporter_id', '=', person.id)
    .execute();
  if (people.length === 0) return [];
  const sessions = await encountersVisibleTo(tx, person)
    .where(
      'encounters.relationship_id',
      'in',
      people.map(({ id }) => id)
    )
    .orderBy('encounters.started_at', 'desc')
    .execute();
  const bySession = Map.groupBy(sessions, ({ relationship_id }) => relationship_id);
  return people
    .map((relationship) => {
      const [last] = bySession.get(relationship.id) ?? [];
      return {
        ...relationship,
        lastSessionAt: last?.started_at ?? null,
        nextStepOn: last?.next_step_on ?? null
      };
    })
    .sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
}

/** A supporter's new people and next steps; a coordinator's waiting requests. */
export async function todayFor(
  tx: Tx,
  person: Person,
  caseload = () => caseloadWithNextSteps(tx, person)
): Promise<TodayItem[]> {
  const items: TodayItem[] = [];
  if (can(person, 'support.coordinate')) items.push(...(await waiting(tx, person)));
  if (can(person, 'support.give')) items.push(...nextSteps(await caseload(), person));
  return items;
}

async function waiting(tx: Tx, person: Person): Promise<TodayItem[]> {
  const requests = await waitingRequestsVisibleTo(tx, person).limit(20).execute();
  return requests.map(({ id, pseudonym, at, wants }) => ({
    key: `request-${id}`,
    // Who chooses for themselves has the next step in their own hands.
    urgency: wants === 'choose' ? 'when-free' : 'soon',
    title: m.support_today_waiting({ pseudonym }),
    detail: formatDay(dayIn(person.organisation.timeZone, at)),
    href: `/matching/requests/${id}`,
    action: m.support_today_find()
  }));
}

function nextSteps(caseload: Awaited<ReturnType<typeof caseloadWithNextSteps>>, person: Person): TodayItem[] {
  const today = dayIn(person.organisation.timeZone);
  return caseload
    .filter(
      ({ nextStepOn, lastSessionAt }) =>
        lastSessionAt === null || (nextStepOn !== null && nextStepOn <= addDays(today, 7))
    )
    .map(({ id, pseudonym, nextStepOn }) => ({
      key: `person-${id}-${nextStepOn ?? 'new'}`,
      urgency: urgencyOf(nextStepOn, today),
      title: nextStepOn
        ? m.support_today_next({ pseudonym, day: formatDay(nextStepOn) })
        : m.support_today_first({ pseudonym }),
      href: `/support/${id}`,
      action: m.support_record()
    }));
}

function urgencyOf(nextStepOn: Day | null, today: Day): TodayItem['urgency'] {
  return nextStepOn === null || nextStepOn <= today ? 'soon' : 'when-free';
}

const sortKey = ({ lastSessionAt, nextStepOn }: { lastSessionAt: Date | null; nextStepOn: Day | null }) =>
  lastSessionAt === null ? '' : (nextStepOn ?? '9999');
