import { sql } from 'kysely';
import { now, dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { limitsOf, type Work } from './policy.ts';
import { supportPolicyOn } from './policy.server.ts';

/** What a supporter carries now, and may carry. Hours are contact hours since Monday in the organisation's time zone. */
export type Caseload = {
  open: number;
  contactHoursThisWeek: number;
  weeklyHoursMax: number;
  caseloadMax: number;
};

/** The caseloads of these supporters, by id: one's own, or those the speaker's role counts. */
export async function caseloadOf(tx: Tx, supporters: string[]): Promise<Map<string, Caseload>> {
  if (supporters.length === 0) return new Map();
  const week = await thisWeek(tx);
  const policy = await supportPolicyOn(tx, week.today);
  const limits = await tx
    .selectFrom('supporter_profiles')
    .select(['supporter_id', 'work', 'places_max', 'weekly_hours_max'])
    .where('supporter_id', 'in', supporters)
    .execute();
  const limitOf = new Map(limits.map((row) => [row.supporter_id, row]));
  const counts = await countsOf(tx, supporters, week.begins, week.ends);
  return new Map(
    counts.map(({ supporter_id, open, minutes }) => {
      const own = limitOf.get(supporter_id);
      const { caseloadMax, weeklyHoursMax } = limitsOf(
        {
          work: (own?.work ?? 'peer') as Work,
          placesMax: own?.places_max ?? null,
          weeklyHoursMax: own?.weekly_hours_max == null ? null : Number(own.weekly_hours_max)
        },
        policy
      );
      return [supporter_id, { open, contactHoursThisWeek: minutes / 60, weeklyHoursMax, caseloadMax }];
    })
  );
}

/** Contact hours a supporter gave from one instant to before another. A corrected session counts as corrected, a group once. */
export async function contactHours(tx: Tx, supporter: string, from: Date, to: Date): Promise<number> {
  const [count] = await countsOf(tx, [supporter], from, to);
  return (count?.minutes ?? 0) / 60;
}

async function countsOf(tx: Tx, supporters: string[], from: Date, to: Date) {
  const { rows } = await sql<{ supporter_id: string; open: number; minutes: number }>`
    select * from caseload_counts(${supporters}::uuid[], ${from}, ${to})`.execute(tx);
  return rows;
}

async function thisWeek(tx: Tx): Promise<{ today: string; begins: Date; ends: Date }> {
  const at = now();
  const { rows } = await sql<{ time_zone: string; begins: Date; ends: Date }>`
    select time_zone, date_trunc('week', ${at}::timestamptz, time_zone) as begins,
      (date_trunc('week', ${at}::timestamptz, time_zone) at time zone time_zone + interval '7 days') at time zone time_zone as ends
    from organisations where id = current_organisation()`.execute(tx);
  const { time_zone, begins, ends } = rows[0]!;
  return { today: dayIn(time_zone, at), begins, ends };
}
