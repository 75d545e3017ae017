/** What a workshop is called, is for, trains and is held in, put right after it was planned. */
import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { tell } from './change.server.ts';
import { concernsThose, refusalToReword, type WordChange, type WordRefusal } from './words.ts';
import { trainersOf, workshopsVisibleTo } from './workshop.server.ts';
import type { WorkshopKind } from './workshop.ts';

/**
 * Puts other words in the place of those before, which are kept with the reason. Everybody on its list and whoever teaches it
 * are told by mail of what concerns them. Their calendars are not: these say neither title nor language. A repeat with the same
 * id changes nothing.
 */
export async function changeWords(
  tx: Tx,
  { id, workshop, words, reason }: WordChange,
  person: Person
): Promise<WordRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  // Whoever marks the first attendance holds it, too: it counts for the kind before, and is in the way, or the kind after.
  await sql`select lock_workshop(${workshop})`.execute(tx);
  if (await isChanged(tx, id)) return null;
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found) return 'no-such-workshop';
  const { title, aims, kind, language, also_in: alsoIn } = found;
  const before = { title, aims, kind, language, alsoIn };
  const after = { ...words, alsoIn: words.alsoIn.filter((further) => further !== words.language) };
  const refusal = refusalToReword(before, after, {
    begun: found.starts_at <= now(),
    cancelled: found.cancelled_at !== null
  });
  if (refusal) return refusal;
  await keep(tx, { id, workshop, words: before, reason }, person);
  await tx
    .updateTable('workshops')
    .set({
      ...{ title: after.title, aims: after.aims, kind: after.kind },
      ...{ language: after.language, also_in: after.alsoIn }
    })
    .where('id', '=', workshop)
    .execute();
  await audit(tx, { action: 'workshop.reworded', thing: { kind: 'workshop', id: workshop }, reason });
  if (concernsThose(before, after)) {
    const teaching = (await trainersOf(tx, workshop)).filter(({ id }) => id !== person.id);
    await tell(tx, { workshop, what: 'reworded' }, teaching);
  }
  return null;
}

/** What was said of a workshop before each change, the newest change first. */
export async function wordsBefore(tx: Tx, workshop: string) {
  const rows = await tx
    .selectFrom('workshop_word_changes as change')
    .leftJoin('people', 'people.id', 'change.changed_by')
    .where('change.workshop_id', '=', workshop)
    .select(['change.id', 'title_before', 'aims_before', 'language_before', 'also_in_before'])
    .select(sql<WorkshopKind>`change.kind_before`.as('kind_before'))
    .select(['change.reason', 'change.changed_at', 'people.name as by'])
    .orderBy('changed_at', 'desc')
    .orderBy('change.id', 'desc')
    .execute();
  return rows.map(({ id, reason, changed_at, by, ...before }) => ({
    ...{ id, reason, changed_at, by },
    words: {
      title: before.title_before,
      aims: before.aims_before,
      kind: before.kind_before,
      language: before.language_before,
      alsoIn: before.also_in_before
    }
  }));
}

async function keep(tx: Tx, { id, workshop, words, reason }: WordChange, person: Person): Promise<void> {
  await tx
    .insertInto('workshop_word_changes')
    .values({
      organisation_id: person.organisation.id,
      id,
      workshop_id: workshop,
      title_before: words.title,
      aims_before: words.aims,
      kind_before: words.kind,
      language_before: words.language,
      also_in_before: words.alsoIn,
      reason,
      changed_by: person.id,
      changed_at: now()
    })
    .execute();
}

async function isChanged(tx: Tx, id: string): Promise<boolean> {
  const change = await tx
    .selectFrom('workshop_word_changes')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return change !== undefined;
}
