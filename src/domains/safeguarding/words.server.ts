import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal } from '#platform/encryption/index.server.ts';
import { concernsVisibleTo } from './concern.server.ts';

/** The sealed words of one concern, by the id of the row they belong to; null where their key was destroyed. */
export type Words = { said: string | null; notes: Record<string, string | null> };

/** Opens what was said and what was written since, as far as the person may see it. Each text read is on record. */
export async function wordsOf(
  tx: Tx,
  concern: string,
  person: Person,
  reason: string
): Promise<Words | null> {
  const found = await concernsVisibleTo(tx, person)
    .where('concern.id', '=', concern)
    .select('concern.said')
    .executeTakeFirst();
  if (!found) return null;
  const [actions, closings] = [
    await tx
      .selectFrom('concern_actions')
      .select(['id', 'done as text'])
      .where('concern_id', '=', concern)
      .execute(),
    await tx
      .selectFrom('concern_closings')
      .select(['id', 'because as text'])
      .where('concern_id', '=', concern)
      .execute()
  ];
  const sealed = [
    ...(found.said ? [{ text: found.said, place: { column: 'concerns.said', row: concern } as const }] : []),
    ...actions.map(({ id, text }) => ({ text, place: { column: 'concern_actions.done', row: id } as const })),
    ...closings.map(({ id, text }) => ({
      text,
      place: { column: 'concern_closings.because', row: id } as const
    }))
  ];
  const opened = await reveal(tx, found.sealed_for, sealed, reason);
  const byRow = Object.fromEntries(sealed.map(({ place }, index) => [place.row, opened[index]!]));
  return { said: byRow[concern] ?? null, notes: byRow };
}
