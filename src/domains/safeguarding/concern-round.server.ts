/** Each time a concern is raised, made more urgent or opened again a round begins, with deadlines of its own. */
import { sql } from 'kysely';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { deadlinesOf } from './clock.ts';
import { policyOn } from './policy.server.ts';
import type { Urgency } from './urgency.ts';

type Round = {
  number: number;
  urgency: Urgency;
  why: 'raised' | 'urgency-raised' | 're-opened';
  firstAt?: Date;
};

// The deadlines are rows before anybody is told anything: whatever stops afterwards, a sweep will find them.
export async function beginRound(
  tx: Tx,
  concern: string,
  { number, urgency, why, firstAt }: Round
): Promise<void> {
  const at = now();
  const here = { organisation_id: sql<string>`current_organisation()`, concern_id: concern };
  await tx
    .insertInto('concern_rounds')
    .values({ ...here, number, urgency, why, begun_by: sql<string>`current_person()`, began_at: at })
    .execute();
  const deadlines = deadlinesOf(urgency, at, await policyOn(tx, await todayHere(tx)), firstAt);
  await tx
    .insertInto('concern_deadlines')
    .values(deadlines.map(({ step, dueAt }) => ({ ...here, round: number, step, due_at: dueAt })))
    .execute();
}

async function todayHere(tx: Tx) {
  return dayIn(await zoneHere(tx));
}

export async function zoneHere(tx: Tx): Promise<string> {
  const { rows } = await sql<{
    zone: string;
  }>`select time_zone as zone from organisations where id = current_organisation()`.execute(tx);
  return rows[0]!.zone;
}
