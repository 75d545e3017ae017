import { sql } from 'kysely';
import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import type { TodayItem } from '#ui/today.ts';
import type { PlanRole } from './plan.ts';

/** A supporter's own steps that are due; a clinician's new invitations. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  const items: TodayItem[] = [];
  if (person.roles.includes('clinician')) items.push(...(await invitations(tx, person)));
  if (can(person, 'support.give')) items.push(...(await dueSteps(tx, person)));
  return items;
}

export type DueStep = { plan: string; part: string; pseudonym: string; due_on: Day };

/** Steps of plans the person may see, still open and due by a day, that are this role's to do. */
export async function stepsDue(tx: Tx, doer: PlanRole, by: Day, person: Person): Promise<DueStep[]> {
  const { rows } = await sql<DueStep>`
    select c.id as plan, p.id as part, s.name as pseudonym, v.due_on
    from care_plans c
    join people s on s.id = c.seeker_id
    join plan_parts p on p.organisation_id = c.organisation_id and p.plan_id = c.id and p.kind = 'step'
    join lateral (select doer, due_on from plan_part_versions v where v.organisation_id = p.organisation_id and v.part_id = p.id
      order by v.version desc limit 1) v on v.doer = ${doer} and v.due_on <= ${by}
    left join lateral (select mark from plan_marks k where k.organisation_id = p.organisation_id and k.part_id = p.id
      order by k.at desc, k.id desc limit 1) k on true
    where c.organisation_id = ${person.organisation.id} and coalesce(k.mark, 'open') = 'open'
    order by v.due_on, p.id`.execute(tx);
  return rows;
}

async function dueSteps(tx: Tx, person: Person): Promise<TodayItem[]> {
  const steps = await stepsDue(tx, 'supporter', dayIn(person.organisation.timeZone), person);
  return steps.map(({ plan, part, pseudonym, due_on }) => ({
    key: `plan-step-${part}-${due_on}`,
    urgency: 'soon',
    title: m.care_plans_today_step({ pseudonym }),
    detail: m.care_plans_due({ day: formatDay(due_on) }),
    href: `/care-plans/${plan}`,
    action: m.care_plans_open()
  }));
}

async function invitations(tx: Tx, person: Person): Promise<TodayItem[]> {
  const waiting = await tx
    .selectFrom('plan_consents as consent')
    .innerJoin('people as seeker', 'seeker.id', 'consent.seeker_id')
    .where('consent.facility_id', '=', person.organisation.id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('plan_consent_acknowledgements as seen')
            .select('seen.consent_id')
            .whereRef('seen.consent_id', '=', 'consent.id')
            .where('seen.by', '=', person.id)
        )
      )
    )
    .select(['consent.plan_id as plan', 'consent.id', 'seeker.name as pseudonym', 'consent.at'])
    .orderBy('consent.at')
    .execute();
  return waiting.map(({ id, plan, pseudonym, at }) => ({
    key: `plan-shared-${id}`,
    urgency: 'soon',
    title: m.care_plans_today_shared({ pseudonym }),
    detail: formatDay(dayIn(person.organisation.timeZone, at)),
    href: `/care-plans/${plan}`,
    action: m.care_plans_open()
  }));
}
