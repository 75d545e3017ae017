import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { can } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatTime } from '#platform/languages/format.ts';
import type { TodayItem } from '#ui/today.ts';
import { concernsVisibleTo, respondsTo } from './concern.server.ts';
import { urgencyWords } from './words.ts';

/** The open concerns a person can respond to, each with its one next action. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  const open = await concernsVisibleTo(tx, person)
    .where('closing.confirmed_at', 'is', null)
    .orderBy('respond_by')
    .limit(20)
    .execute();
  const items: TodayItem[] = [];
  for (const concern of open) {
    if (!(await respondsTo(tx, concern.id)) || !hasNextAction(concern, person)) continue;
    items.push({
      key: `concern-${concern.id}`,
      urgency: concern.acknowledged_by ? 'soon' : 'now',
      title: urgencyWords[concern.urgency](),
      detail: concern.acknowledged_by
        ? undefined
        : m.safeguarding_respond_by({ time: formatTime(concern.respond_by, person.organisation.timeZone) }),
      href: `/safeguarding/concerns/${concern.id}`,
      action: nextAction(concern)
    });
  }
  return items;
}

type Concern = { acknowledged_by: string | null; proposed_by: string | null };

// What somebody else has in hand needs nothing from this person, except a second look at a closing.
function hasNextAction({ acknowledged_by, proposed_by }: Concern, person: Person): boolean {
  if (proposed_by) return proposed_by !== person.id && can(person, 'concerns.close');
  return !acknowledged_by || acknowledged_by === person.id;
}

function nextAction({ acknowledged_by, proposed_by }: Concern): string {
  if (proposed_by) return m.safeguarding_confirm_closing();
  return acknowledged_by ? m.safeguarding_record_action() : m.safeguarding_acknowledge();
}
