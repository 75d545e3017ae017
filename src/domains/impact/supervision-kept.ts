/** How much of the supervision that fell due was received, by supervision's own rule of what is owed. */
import { obligationsOf, unitsOf, type Received, type SupervisionPolicy } from '#domains/supervision/index.ts';
import type { Day } from '#platform/clock/index.ts';
import { quarterOf, type Period } from './period.ts';
import type { Count } from './release.ts';

/** What happened in one person's supervision; who it was is not known here. */
export type SupervisionAccount = {
  scopes: string[];
  since: Day;
  sessions: Received[];
  weeks: Record<Day, number>;
};

type Kept = { owed: number; received: number };

/**
 * For each scope and time: how many people owed supervision (`owing`, its amount the units owed), how many of them had all of
 * it (`paid`, its amount the units kept) and how many had less (`unpaid`). What one person had too much does not pay another's.
 */
export function supervisionCounts(
  accounts: SupervisionAccount[],
  today: Day,
  policy: SupervisionPolicy
): Count[] {
  const counts = new Map<string, Count>();
  const add = (measure: string, scope: string, period: Period, amount: number) => {
    const key = `${measure}|${scope}|${period}`;
    const count = counts.get(key) ?? {
      measure,
      scope,
      period,
      district: 'all',
      units: 0,
      people: 0,
      amount: 0,
      loose: true
    };
    counts.set(key, {
      ...count,
      units: count.units + 1,
      people: count.people + 1,
      amount: count.amount + amount
    });
  };
  for (const account of accounts) {
    for (const [period, { owed, received }] of keptIn(account, today, policy)) {
      if (owed === 0) continue;
      const kept = Math.min(owed, received);
      for (const scope of account.scopes) {
        add('owing', scope, period, owed);
        add(kept === owed ? 'paid' : 'unpaid', scope, period, kept);
      }
    }
  }
  return [...counts.values()];
}

function keptIn(
  { since, sessions, weeks }: SupervisionAccount,
  today: Day,
  policy: SupervisionPolicy
): Map<Period, Kept> {
  const contactHours = Object.fromEntries(
    Object.entries(weeks).map(([monday, minutes]) => [monday, Number(minutes) / 60])
  );
  const kept = new Map<Period, Kept>();
  const at = (day: Day, change: (before: Kept) => Kept) => {
    for (const period of [quarterOf(day), day.slice(0, 4), 'all'])
      kept.set(period, change(kept.get(period) ?? { owed: 0, received: 0 }));
  };
  for (const due of obligationsOf({ start: since, today, contactHours }, policy))
    at(due, ({ owed, received }) => ({ owed: owed + 1, received }));
  for (const session of sessions) {
    if (session.on >= since && session.on <= today)
      at(session.on, ({ owed, received }) => ({ owed, received: received + unitsOf(session) }));
  }
  return kept;
}
