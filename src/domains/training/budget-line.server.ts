import { sql } from 'kysely';
import { linesVisibleTo } from '#domains/funding/index.server.ts';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { LineChange, LineChangeRefusal } from './budget-line.ts';
import { termsOf } from './stipend.server.ts';
import { refusalOfLine, sessionsOf, workshopsVisibleTo } from './workshop.server.ts';

/**
 * Gives a workshop a budget line, or another one, with the reason; the line before is kept. Refused once anything was charged:
 * what is on a line stays there, and is put right in funding. A repeat with the same id changes nothing.
 */
export async function changeLine(
  tx: Tx,
  { id, workshop, line, reason }: LineChange,
  person: Person
): Promise<LineChangeRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  // Whoever charges this workshop holds it, too: they charge the line before, and are in the way, or the line after.
  await sql`select lock_workshop(${workshop})`.execute(tx);
  if (await isChanged(tx, id)) return null;
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found) return 'no-such-workshop';
  if (found.line_id === line) return 'same-line';
  const days = { line, sessions: await sessionsOf(tx, workshop), timeZone: found.time_zone };
  const refusal = await refusalOfLine(tx, days, person);
  if (refusal) return refusal;
  if (await isCharged(tx, workshop)) return 'already-charged';
  if (await hasTermsInOther(tx, { workshop, currency: found.currency, line }, person))
    return 'terms-in-other-currency';
  await tx
    .insertInto('workshop_line_changes')
    .values({
      organisation_id: person.organisation.id,
      id,
      workshop_id: workshop,
      line_before: found.line_id,
      line_after: line,
      reason,
      changed_by: person.id,
      changed_at: now()
    })
    .execute();
  await tx.updateTable('workshops').set({ line_id: line }).where('id', '=', workshop).execute();
  await audit(tx, { action: 'workshop.line-changed', thing: { kind: 'workshop', id: workshop }, reason });
  return null;
}

/** The lines a workshop had before, the newest change first; a line of a grant the speaker may not see has no name. */
export function lineChangesOf(tx: Tx, workshop: string) {
  return tx
    .selectFrom('workshop_line_changes as change')
    .leftJoin('people', 'people.id', 'change.changed_by')
    .leftJoin('budget_lines as before', (join) =>
      join
        .onRef('before.organisation_id', '=', 'change.organisation_id')
        .onRef('before.id', '=', 'change.line_before')
    )
    .leftJoin('budget_lines as after', (join) =>
      join
        .onRef('after.organisation_id', '=', 'change.organisation_id')
        .onRef('after.id', '=', 'change.line_after')
    )
    .where('change.workshop_id', '=', workshop)
    .select([
      'change.id',
      'change.line_before',
      'before.code as code_before',
      'before.name as name_before',
      'after.code as code_after',
      'after.name as name_after',
      'change.reason',
      'change.changed_at',
      'people.name as by'
    ])
    .orderBy('change.changed_at', 'desc')
    .orderBy('change.id', 'desc')
    .execute();
}

/** Whether money was charged to a workshop's line, or waits there for approval. */
export async function isCharged(tx: Tx, workshop: string): Promise<boolean> {
  const { rows } = await sql<{
    charged: boolean;
  }>`select workshop_is_charged(${workshop}) as charged`.execute(tx);
  return rows[0]!.charged;
}

// Figures without their currency would say something else on the new line.
async function hasTermsInOther(
  tx: Tx,
  { workshop, currency, line }: { workshop: string; currency: string | null; line: string },
  person: Person
): Promise<boolean> {
  const terms = await termsOf(tx, workshop);
  if (!terms || Object.values(terms).every((amount) => Number(amount) === 0)) return false;
  const next = await linesVisibleTo(tx, person).where('budget_lines.id', '=', line).executeTakeFirstOrThrow();
  return next.currency !== currency;
}

async function isChanged(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.selectFrom('workshop_line_changes').select('id').where('id', '=', id).executeTakeFirst()) !==
    undefined
  );
}
