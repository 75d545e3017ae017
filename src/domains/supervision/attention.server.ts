import { fidelityPassPercent } from '#domains/support/index.ts';
import { encountersVisibleTo, fidelityOf } from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { superviseesVisibleTo } from './assignment.server.ts';
import { ranked, type Attention, type Supervisee } from './attention.ts';
import { standingOf } from './standing.server.ts';

// Three sessions even out one bad day; older ones than this say little about today.
const fidelitySessions = 3;
const fidelityDays = 60;
// Monthly (ImpACT+, IFRC), with the few days that calendars need.
const debriefDays = 35;

/** Everybody this person looks after, the one to turn to first on top. */
export async function superviseesInOrder(
  tx: Tx,
  person: Person
): Promise<(Supervisee & { attention: Attention })[]> {
  const people = await superviseesVisibleTo(tx, person);
  const ids = people.map(({ id }) => id);
  if (ids.length === 0) return [];
  const today = dayIn(person.organisation.timeZone);
  const standing = await standingOf(tx, ids, today);
  const fidelity = await latestFidelity(tx, ids, person);
  const debriefed = await debriefedSince(tx, ids, addDays(today, -debriefDays));
  return ranked(
    people.map(({ id, name }) => ({
      id,
      name,
      standing: standing.get(id)!,
      fidelity: fidelity.get(id) ?? null,
      fidelityPass: fidelityPassPercent,
      debriefed: debriefed.has(id)
    }))
  );
}

async function latestFidelity(tx: Tx, supporters: string[], person: Person): Promise<Map<string, number>> {
  const since = new Date(now().getTime() - fidelityDays * 86_400_000);
  const ranked = encountersVisibleTo(tx, person)
    .where('encounters.supporter_id', 'in', supporters)
    .where('encounters.template', 'is not', null)
    .where('encounters.started_at', '>=', since)
    .clearSelect()
    .select(['encounters.id', 'encounters.supporter_id'])
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('encounters.supporter_id').orderBy('encounters.started_at', 'desc'))
        .as('nth')
    );
  const latest = await tx
    .selectFrom(ranked.as('ranked'))
    .where('nth', '<=', fidelitySessions)
    .selectAll()
    .execute();
  const percents = await fidelityOf(
    tx,
    latest.map(({ id }) => id)
  );
  return new Map(
    [...Map.groupBy(latest, ({ supporter_id }) => supporter_id)].flatMap(([supporter, sessions]) => {
      const known = sessions.flatMap(({ id }) => percents.get(id) ?? []);
      return known.length
        ? [[supporter, Math.round(known.reduce((sum, percent) => sum + percent, 0) / known.length)] as const]
        : [];
    })
  );
}

async function debriefedSince(tx: Tx, supporters: string[], since: Day): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('supervision_attendances as attendance')
    .innerJoin('supervision_sessions as session', (join) =>
      join
        .onRef('session.organisation_id', '=', 'attendance.organisation_id')
        .onRef('session.id', '=', 'attendance.session_id')
    )
    .where('attendance.person_id', 'in', supporters)
    .where('session.kind', '=', 'debrief')
    .where('session.held_on', '>=', since)
    .select('attendance.person_id')
    .distinct()
    .execute();
  return new Set(rows.map(({ person_id }) => person_id));
}
