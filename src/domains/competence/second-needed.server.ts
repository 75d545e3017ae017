/** Whether what was seen opens nothing yet, because of who saw it alone. */
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { saysSomething, type Observation } from './assessment.server.ts';
import { assessorsNotAlone } from './assessor-agreement.server.ts';
import { policyOn } from './policy.server.ts';

/** Those of these observations that wait for a second assessor, by the policy of that day. */
export async function waitingForSecond(
  tx: Tx,
  observations: readonly Observation[],
  today: Day
): Promise<Set<string>> {
  const notAlone = await assessorsNotAlone(tx, await policyOn(tx, today), today);
  const waiting = observations.filter((one) => one.counts !== null && !saysSomething(one, notAlone));
  return new Set(waiting.map(({ id }) => id));
}
