import { m } from '#messages';
import type { NewWorkshop } from './workshop.ts';

/** What is said of a workshop, beside when and where it is. */
export type WorkshopWords = Pick<NewWorkshop, 'title' | 'aims' | 'kind' | 'language'> & { alsoIn: string[] };
export type WordChange = { id: string; workshop: string; words: WorkshopWords; reason: string };

export type WordRefusal =
  'not-yours-to-change' | 'no-such-workshop' | 'workshop-cancelled' | 'same-words' | 'only-words-once-begun';

export const wordRefusals = {
  'not-yours-to-change': m.training_refusal_not_yours_to_change,
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'workshop-cancelled': m.training_refusal_workshop_cancelled,
  'same-words': m.training_refusal_same_words,
  'only-words-once-begun': m.training_refusal_only_words_once_begun
} satisfies Record<WordRefusal, () => string>;

/**
 * Why these words cannot stand in the place of those before, or null. A title and aims are put right at any time, also where
 * it is over and a transcript names them. Its kind and languages are what people came to: hours that were attended count for
 * the kind, and whoever came was told the language.
 */
export function refusalToReword(
  before: WorkshopWords,
  after: WorkshopWords,
  { begun, cancelled }: { begun: boolean; cancelled: boolean }
): WordRefusal | null {
  if (cancelled) return 'workshop-cancelled';
  if (before.title === after.title && before.aims === after.aims && isSameOffer(before, after))
    return 'same-words';
  return begun && !isSameOffer(before, after) ? 'only-words-once-begun' : null;
}

/** Whether whoever has a place should hear of it; aims that are told better change nothing for them. */
export function concernsThose(before: WorkshopWords, after: WorkshopWords): boolean {
  return before.title !== after.title || !isSameOffer(before, after);
}

function isSameOffer(before: WorkshopWords, after: WorkshopWords): boolean {
  const offer = ({ kind, language, alsoIn }: WorkshopWords) => [kind, language, ...alsoIn.toSorted()].join();
  return offer(before) === offer(after);
}
