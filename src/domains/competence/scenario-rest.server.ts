/** A scenario that does not fit here rests: it is given to nobody, and stays with those who had it. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { scenariosHere } from './scenario.server.ts';

/** False where there is no such scenario. One that rests already goes on resting. */
export async function restScenario(
  tx: Tx,
  { id, scenario }: { id: string; scenario: string },
  person: Person
): Promise<boolean> {
  if (!(await scenariosHere(tx)).some((one) => one.id === scenario)) return false;
  await tx
    .insertInto('scenario_rests')
    .values({
      organisation_id: person.organisation.id,
      id,
      scenario,
      rested_by: person.id,
      rested_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'scenario.rested', thing: { kind: 'scenario-rest', id }, reason: scenario });
  return true;
}

/** From now on it is given again; false where it does not rest. */
export async function wakeScenario(tx: Tx, scenario: string, person: Person): Promise<boolean> {
  const woken = await tx
    .updateTable('scenario_rests')
    .set({ ended_by: person.id, ended_at: now() })
    .where('scenario', '=', scenario)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!woken) return false;
  await audit(tx, {
    action: 'scenario.woken',
    thing: { kind: 'scenario-rest', id: woken.id },
    reason: scenario
  });
  return true;
}
