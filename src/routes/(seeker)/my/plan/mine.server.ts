import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { plansVisibleTo, readPlan, startPlan } from '#domains/care-plans/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';

/** The seeker's own plan, opened; undefined while there is none. */
export async function myPlan(tx: Tx, person: Person) {
  const own = await plansVisibleTo(tx, person)
    .where('care_plans.seeker_id', '=', person.id)
    .where('care_plans.organisation_id', '=', person.organisation.id)
    .executeTakeFirst();
  return own && (await readPlan(tx, own.id, person));
}

/** For the pages that only make sense with a plan. */
export async function myPlanOrBack(tx: Tx, person: Person) {
  return (await myPlan(tx, person)) ?? redirect(303, '/my/plan');
}

/** The plan a seeker writes in; begun with the first words. */
export async function beginMine({ locals }: Pick<RequestEvent, 'locals'>): Promise<string> {
  const plan = await startPlan(locals.tx, { id: newId(), seeker: locals.person!.id }, locals.person!);
  return plan ?? error(404, 'not-found');
}
