import { workshopKindNames, type WorkshopWords } from '#domains/training/index.ts';
import { versionsOf, wordsBefore } from '#domains/training/index.server.ts';
import { languageName } from '#domains/support/index.ts';
import { getLocale } from '#languages';
import type { Tx } from '#platform/database/index.server.ts';
import { formatList } from '#platform/languages/format.ts';
import { m } from '#messages';

/** Why a workshop was changed, the newest change first, with what was said of it before. */
export async function changesShown(tx: Tx, workshop: { id: string } & WorkshopWords) {
  const moves = (await versionsOf(tx, workshop.id)).map((move) => ({ ...move, before: [] as string[] }));
  const reworded = await wordsBefore(tx, workshop.id);
  const rewordings = reworded.map(({ words, ...change }, index) => ({
    ...change,
    before: differing(words, index === 0 ? workshop : reworded[index - 1]!.words)
  }));
  return [...moves, ...rewordings]
    .sort((one, other) => other.changed_at.getTime() - one.changed_at.getTime())
    .map(({ changed_at, reason, by, before }) => ({
      at: changed_at,
      title: reason,
      detail: [...before, by].filter(Boolean).join(' · ')
    }));
}

function differing(before: WorkshopWords, after: WorkshopWords): string[] {
  const languages = ({ language, alsoIn }: WorkshopWords) =>
    formatList([language, ...alsoIn].map((code) => languageName(code, getLocale())));
  return [
    before.title !== after.title && m.training_words_was_title({ title: before.title }),
    before.aims !== after.aims && m.training_words_was_aims({ aims: before.aims }),
    before.kind !== after.kind && m.training_words_was_kind({ kind: workshopKindNames[before.kind]() }),
    languages(before) !== languages(after) && m.training_words_was_languages({ languages: languages(before) })
  ].filter((words) => words !== false);
}
