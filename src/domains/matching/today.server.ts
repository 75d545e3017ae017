import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { TodayItem } from '#ui/today.ts';
import { openLapsesVisibleTo } from './lapse.server.ts';
import type { StandingRefusal } from './refusals.ts';
import { refusalWords } from './words.ts';

/** What lapsed for somebody who supports people now, for those who can put it right. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  if (!can(person, 'supervision.oversee')) return [];
  const lapses = await openLapsesVisibleTo(tx, person).limit(20).execute();
  return lapses.map(({ id, name, refusal }) => ({
    key: `lapse-${id}`,
    urgency: 'soon',
    title: m.matching_lapse_today({ name }),
    detail: refusalWords[refusal as StandingRefusal].coordinator(),
    href: '/matching/lapses',
    action: m.matching_lapse_action()
  }));
}
