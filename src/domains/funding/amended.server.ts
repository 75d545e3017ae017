import type { Tx } from '#platform/database/index.server.ts';

type Amendments = 'budget_line_amendments' | 'grant_amendments';

/** Whether this amendment was made already, so that a repeat changes nothing. */
export async function isAmended(tx: Tx, amendments: Amendments, id: string): Promise<boolean> {
  const made = await tx.selectFrom(amendments).select('id').where('id', '=', id).executeTakeFirst();
  return made !== undefined;
}
