import { policyOn } from '#domains/competence/index.server.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { gatePolicyDefault, type GatePolicy } from './policy.ts';

/** What the gate asks for on a day: how long an assessment speaks for somebody is the organisation's own rule about competence. */
export async function gatePolicyOn(tx: Tx, today: Day): Promise<GatePolicy> {
  const { reassessMonths } = await policyOn(tx, today);
  return { ...gatePolicyDefault, assessmentMonthsMax: reassessMonths };
}
