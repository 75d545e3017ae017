import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatList, formatNumber } from '#platform/languages/format.ts';
import type { TodayItem } from '#ui/today.ts';
import { superviseesInOrder } from './attention.server.ts';
import type { Attention, RankedSupervisee } from './attention.ts';
import { standingOf } from './standing.server.ts';
import { attentionWords } from './words.ts';

// More than these at once is a list, and the list has a page.
const itemsMax = 8;
// Enough to see whom it is about; the page has them all.
const namesMax = 3;

/** A supervisor's people in the order they need them; and, for who receives supervision, their own when it is overdue. */
export async function todayFor(
  tx: Tx,
  person: Person,
  supervisees = () => superviseesInOrder(tx, person)
): Promise<TodayItem[]> {
  return [...(await forSupervisor(person, supervisees)), ...(await forSupervisee(tx, person))];
}

async function forSupervisor(
  person: Person,
  supervisees: () => ReturnType<typeof superviseesInOrder>
): Promise<TodayItem[]> {
  if (!can(person, 'supervision.oversee')) return [];
  const theirs = (await supervisees()).filter(
    ({ attention, standing }) =>
      attention !== 'in-order' && (person.roles.includes('supervisor') || standing.supervisor === null)
  );
  const debriefs = theirs.filter(({ attention }) => attention === 'debrief');
  // A debrief can wait and is due for many at once: one matter, unless it is one person's.
  if (debriefs.length < 2) return oneByOne(theirs);
  return [...oneByOne(theirs.filter(({ attention }) => attention !== 'debrief')), debriefsTogether(debriefs)];
}

function oneByOne(supervisees: RankedSupervisee[]): TodayItem[] {
  return supervisees.slice(0, itemsMax).map(({ id, name, attention, standing }) => ({
    key: `supervision-${attention}-${id}`,
    urgency: urgencyOf[attention],
    title: m.supervision_today_title({ name, what: attentionWords[attention]() }),
    detail:
      standing.debt > 0 ? m.supervision_units_missing({ units: formatNumber(standing.debt) }) : undefined,
    href:
      attention === 'no-supervisor' || attention === 'drifting'
        ? `/supervision/people/${id}`
        : `/supervision/sessions/new?with=${id}`,
    action:
      attention === 'no-supervisor'
        ? m.supervision_assign()
        : attention === 'drifting'
          ? m.supervision_look()
          : m.supervision_record()
  }));
}

function debriefsTogether(supervisees: RankedSupervisee[]): TodayItem {
  const names = supervisees.map(({ name }) => name);
  const unnamed = names.length - namesMax;
  return {
    key: 'supervision-debriefs',
    urgency: urgencyOf.debrief,
    title: m.supervision_today_debriefs({ count: names.length }),
    detail:
      unnamed > 0
        ? m.supervision_today_and_more({ names: names.slice(0, namesMax).join(', '), count: unnamed })
        : formatList(names),
    href: '/supervision',
    action: m.supervision_today_debriefs_action()
  };
}

const urgencyOf: Record<Attention, TodayItem['urgency']> = {
  'no-supervisor': 'soon',
  overdue: 'soon',
  drifting: 'soon',
  debrief: 'when-free',
  'in-order': 'when-free'
};

async function forSupervisee(tx: Tx, person: Person): Promise<TodayItem[]> {
  if (!can(person, 'supervision.receive')) return [];
  const standing = (await standingOf(tx, [person.id], dayIn(person.organisation.timeZone))).get(person.id)!;
  if (!standing.overdue) return [];
  return [
    {
      key: 'supervision-mine',
      urgency: 'soon',
      title: m.supervision_mine_overdue(),
      detail: m.supervision_units_missing({ units: formatNumber(standing.debt) }),
      href: '/supervision/me',
      action: m.supervision_look()
    }
  ];
}
