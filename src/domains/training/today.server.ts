import { sql } from 'kysely';
import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay, formatTime } from '#platform/languages/format.ts';
import type { TodayItem } from '#ui/today.ts';
import { invitationsToAnswer } from './invitation.server.ts';
import { hasOpenWalkIns } from './walk-in.server.ts';
import { isTaughtNowBy, workshopsVisibleTo } from './workshop.server.ts';

const nextWorkshopDaysMax = 14;
const movedDaysMax = 7;

/** What training needs from this person: an invitation to answer, a seat that came free, the next workshop, attendance to mark, and who came without a seat. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  if (!can(person, 'workshops.see')) return [];
  const mine = [
    ...(await invitedTo(tx, person)),
    ...(await seatsMovedTo(tx, person)),
    ...(await nextWorkshop(tx, person))
  ];
  if (!can(person, 'attendance.mark')) return mine;
  return [...mine, ...(await attendanceToMark(tx, person)), ...(await walkInsToName(tx, person))];
}

async function invitedTo(tx: Tx, person: Person): Promise<TodayItem[]> {
  return (await invitationsToAnswer(tx, person)).map(({ id, title, time_zone, starts_at }) => ({
    key: `training.invited.${id}`,
    urgency: 'soon',
    title: m.training_today_invited({ title }),
    detail: formatDay(dayIn(time_zone, starts_at)),
    href: `/training/workshops/${id}`,
    action: m.training_today_invited_action()
  }));
}

async function seatsMovedTo(tx: Tx, person: Person): Promise<TodayItem[]> {
  const since = new Date(now().getTime() - movedDaysMax * 86_400_000);
  const moved = await workshopsVisibleTo(tx, person)
    .whereRef('mine.seated_at', '>', 'mine.asked_at')
    .where('mine.seated_at', '>=', since)
    .where('dates.starts_at', '>', now())
    .where('cancellation.cancelled_at', 'is', null)
    .execute();
  return moved.map(({ id, title }) => ({
    key: `training.moved.${id}`,
    urgency: 'soon',
    title: m.training_today_moved({ title }),
    detail: m.training_today_moved_detail(),
    href: `/training/workshops/${id}`,
    action: m.training_today_next_action()
  }));
}

async function nextWorkshop(tx: Tx, person: Person): Promise<TodayItem[]> {
  const soon = new Date(now().getTime() + nextWorkshopDaysMax * 86_400_000);
  const next = await workshopsVisibleTo(tx, person)
    .where('mine.seated_at', 'is not', null)
    .where('dates.next_at', '<=', soon)
    .where('cancellation.cancelled_at', 'is', null)
    .orderBy('dates.next_at')
    .executeTakeFirst();
  if (!next?.next_at) return [];
  const day = dayIn(next.time_zone, next.next_at);
  return [
    {
      key: `training.next.${next.id}`,
      urgency: day <= addDays(dayIn(next.time_zone), 1) ? 'soon' : 'when-free',
      title: m.training_today_next({ title: next.title, day: formatDay(day) }),
      detail: [formatTime(next.next_at, next.time_zone), next.venue].filter(Boolean).join(' · '),
      href: `/training/workshops/${next.id}`,
      action: m.training_today_next_action()
    }
  ];
}

// A trainer's own workshops; a coordinator's are all of them.
function runBy(tx: Tx, person: Person) {
  return workshopsVisibleTo(tx, person)
    .$if(!person.roles.includes('coordinator'), (workshops) => workshops.where(isTaughtNowBy(person.id)))
    .orderBy('dates.starts_at');
}

async function attendanceToMark(tx: Tx, person: Person): Promise<TodayItem[]> {
  const waiting = await runBy(tx, person).where(unmarkedSessionBy(now())).execute();
  return waiting.map(({ id, title }) => ({
    key: `training.mark.${id}`,
    urgency: 'soon',
    title: m.training_today_mark({ title }),
    href: `/training/workshops/${id}/attendance`,
    action: m.training_today_mark_action()
  }));
}

async function walkInsToName(tx: Tx, person: Person): Promise<TodayItem[]> {
  const waiting = await runBy(tx, person).where(hasOpenWalkIns).execute();
  return waiting.map(({ id, title }) => ({
    key: `training.walk-ins.${id}`,
    urgency: 'soon',
    title: m.training_today_walk_ins({ title }),
    href: `/training/workshops/${id}/people#walk-ins`,
    action: m.training_walk_ins_open_action()
  }));
}

// Some session is over, and somebody with a seat has no mark for it.
const unmarkedSessionBy = (at: Date) => sql<boolean>`exists (
  select from workshop_sessions s
  left join workshop_cancellations c on c.organisation_id = s.organisation_id and c.workshop_id = s.workshop_id
  join enrolments e on e.organisation_id = s.organisation_id and e.workshop_id = s.workshop_id
    and e.seated_at is not null and e.cancelled_at is null
  where s.organisation_id = workshops.organisation_id and s.workshop_id = workshops.id and s.ends_at <= ${at}
    and (c.cancelled_at is null or s.starts_at < c.cancelled_at)
    and not exists (select from attendances a where a.organisation_id = s.organisation_id
      and a.session_id = s.id and a.person_id = e.person_id))`;
