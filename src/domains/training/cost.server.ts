import { sql } from 'kysely';
import { costOf, postCost } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { marksOf } from './attendance.server.ts';
import { costPerSeat, type WorkshopCostRefusal } from './cost.ts';
import { workshopsVisibleTo } from './workshop.server.ts';

export type NewWorkshopCost = { id: string; workshop: string; amount: string; on: Day; description: string };

/** Posts what a workshop cost to its budget line; see `postCost` of funding. */
export async function postWorkshopCost(
  tx: Tx,
  cost: NewWorkshopCost,
  person: Person
): Promise<WorkshopCostRefusal | null> {
  // So that its line is not changed meanwhile.
  await sql`select lock_workshop(${cost.workshop})`.execute(tx);
  const workshop = await workshopsVisibleTo(tx, person)
    .where('workshops.id', '=', cost.workshop)
    .executeTakeFirst();
  if (!workshop) return 'no-such-workshop';
  if (!workshop.line_id) return 'no-line';
  const { id, amount, on, description } = cost;
  return postCost(
    tx,
    { id, line: workshop.line_id, amount, on, description, activity: { kind: 'workshop', id: workshop.id } },
    person
  );
}

/** What a workshop has cost so far and what that is for each seat attended; null when nothing was posted or may be seen. */
export async function costOfWorkshop(tx: Tx, workshop: string) {
  const [spent] = await costOf(tx, ['workshop'], { ids: [workshop] });
  if (!spent) return null;
  const attended = new Set(
    (await marksOf(tx, workshop)).filter(({ hours }) => hours > 0).map(({ person }) => person)
  ).size;
  return {
    cost: spent.cost,
    currency: spent.currency,
    attended,
    perSeat: costPerSeat(spent.cost, spent.currency, attended)
  };
}
