import { sql } from 'kysely';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { debtOf, firstMonday, type Received } from './debt.ts';
import type { SupervisionPolicy } from './policy.ts';
import { policyOn } from './policy.server.ts';

export type SupervisionStanding = {
  /** Null when nobody supervises this person now. */
  supervisor: string | null;
  /** The day from which supervision is owed; null when the person never had a supervisor, and so owes none yet. */
  since: Day | null;
  owed: number;
  received: number;
  debt: number;
  overdue: boolean;
  lastOn: Day | null;
};

/** How each of these people stands with supervision on that day, as far as the speaker may see it. */
export async function standingOf(
  tx: Tx,
  supporters: string[],
  today: Day
): Promise<Map<string, SupervisionStanding>> {
  if (supporters.length === 0) return new Map();
  const policy = await policyOn(tx, today);
  const assignments = await assignmentsOf(tx, supporters, today);
  const sessions = await sessionsOf(tx, supporters);
  const first = [...assignments.values()].map(({ since }) => since).sort()[0];
  const busy = Map.groupBy(
    first ? await busyWeeks(tx, supporters, { from: first, today }, policy) : [],
    ({ supporter_id }) => supporter_id
  );
  return new Map(
    supporters.map((supporter): [string, SupervisionStanding] => {
      const assignment = assignments.get(supporter);
      const received = sessions.get(supporter) ?? [];
      const lastOn = received.at(-1)?.on ?? null;
      if (!assignment)
        return [
          supporter,
          { supervisor: null, since: null, owed: 0, received: 0, debt: 0, overdue: false, lastOn }
        ];
      const contactHours = Object.fromEntries(
        (busy.get(supporter) ?? []).map(({ monday, minutes }) => [monday, minutes / 60])
      );
      const debt = debtOf({ start: assignment.since, today, received, contactHours }, policy);
      return [supporter, { supervisor: assignment.supervisor, since: assignment.since, ...debt, lastOn }];
    })
  );
}

type Assignment = { supervisor: string | null; since: Day };

// A new supervisor does not begin a new account: what the one before left unpaid is still owed.
async function assignmentsOf(tx: Tx, supporters: string[], today: Day): Promise<Map<string, Assignment>> {
  const rows = await tx
    .selectFrom('supervisor_assignments')
    .select(['supervisee_id', 'supervisor_id', 'since', 'until'])
    .where('supervisee_id', 'in', supporters)
    .where('since', '<=', today)
    .orderBy('since')
    .execute();
  const found = new Map<string, Assignment>();
  for (const { supervisee_id, supervisor_id, since, until } of rows) {
    const present = until === null || until > today ? supervisor_id : null;
    found.set(supervisee_id, { supervisor: present, since: found.get(supervisee_id)?.since ?? since });
  }
  return found;
}

// A year holds thousands of attendances, so they come as one row for each person. Each session is written down once, and each table is
// read once: of the two together PostgreSQL knows too little to choose so by itself.
async function sessionsOf(tx: Tx, supporters: string[]): Promise<Map<string, Received[]>> {
  const { rows } = await sql<{ person_id: string; sessions: Received[] }>`
    with held as materialized (
      select organisation_id, id, held_on, json_build_object('on', held_on, 'kind', kind, 'minutes', minutes) as session
      from supervision_sessions where kind <> 'debrief'
    ), attended as materialized (
      select organisation_id, session_id, person_id from supervision_attendances where person_id = any(${supporters}::uuid[])
    )
    select person_id, json_agg(session order by held_on) as sessions
    from attended join held on held.organisation_id = attended.organisation_id and held.id = attended.session_id
    group by person_id`.execute(tx);
  return new Map(rows.map(({ person_id, sessions }) => [person_id, sessions]));
}

// Support counts the hours (a group once, corrections as corrected); only weeks that owe something more come back.
async function busyWeeks(
  tx: Tx,
  supporters: string[],
  { from, today }: { from: Day; today: Day },
  { contactHoursBeforeExtra }: SupervisionPolicy
) {
  const { rows } = await sql<{ supporter_id: string; monday: Day; minutes: number }>`
    select busy.* from organisations
    cross join lateral busy_weeks(${supporters}::uuid[], ${firstMonday(from)}::timestamp at time zone time_zone,
      (date_trunc('week', ${today}::timestamp) + interval '7 days') at time zone time_zone, ${contactHoursBeforeExtra * 60}::bigint) as busy
    where organisations.id = current_organisation()`.execute(tx);
  return rows;
}
