/** What a package's script says on this device: kept at every word, and handed in when it is left, or after a battery died. */
import {
  isOver,
  startOf,
  type ItemTaken,
  type PackageTaken,
  type SentPlay
} from '#domains/training/index.ts';
import { draftOf, draftsUnder, keepDraft } from '#platform/offline/device-store.ts';
import { newId } from '#platform/ids.ts';
import { m } from '#messages';
import { field } from './field.svelte.ts';

type Play = { id: string; payload: SentPlay; title: string };
const shelf = 'package/';

/** What was done here last that the pack does not tell of yet. */
export const lastPlay = (pack: string, item: string) =>
  field
    .made<SentPlay>('package-play')
    .findLast(({ payload }) => payload.package === pack && payload.item === item);

/** What the script begins with here, and the word it goes on from: the server's last, or one that still waits to be sent. */
export function beginningOf(pack: PackageTaken, item: ItemTaken) {
  const unsent = lastPlay(pack.id, item.identifier)?.payload;
  const kept = unsent ? (isOver(pack.edition, unsent.cmi) ? null : unsent.cmi) : item.kept;
  const cmi = startOf(pack.edition, { kept, item, learner: pack.learner, seconds: item.seconds });
  return { cmi, base: unsent?.sequence ?? item.base };
}

/** Keeps the newest word. Was the one before handed in meanwhile, from another window, this goes on from it. */
export async function keepWord(
  { course, pack, item }: { course: string; pack: PackageTaken; item: ItemTaken },
  word: { cmi: Record<string, unknown>; base: number | null; sequence: number }
): Promise<void> {
  const key = `${shelf}${pack.id}/${item.identifier}`;
  const before = await draftOf<Play>(field.store, key);
  const payload: SentPlay = {
    ...{ course, package: pack.id, item: item.identifier },
    ...word,
    base: before?.payload.base ?? word.base
  };
  await keepDraft(field.store, key, { id: before?.id ?? newId(), payload, title: item.title } satisfies Play);
}

/** Puts what was kept among what is to be sent. */
export async function handInPlays(): Promise<void> {
  for (const { key, value } of await draftsUnder<Play>(field.store, shelf)) {
    const { id, payload, title } = value;
    await field.give(
      { id, kind: 'package-play', payload, label: m.training_field_package_label({ title }) },
      key
    );
  }
}
