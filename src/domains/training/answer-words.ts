/** An answer as somebody would write it on paper: words instead of ids. */
import { formatList, formatNumber } from '#platform/languages/format.ts';
import type { Answer, Question } from './question.ts';
import { stepsReached } from './question.ts';

/** What was answered; what the question does not know is left out. */
export function answerInWords(question: Question, given: Answer): string {
  const { kind } = question;
  if (kind === 'short') return typeof given === 'string' ? given : '';
  if (kind === 'single' || kind === 'multiple')
    return formatList(
      question.options.filter(({ id }) => [given].flat().includes(id)).map(({ text }) => text)
    );
  const placed = typeof given === 'object' && !Array.isArray(given) ? given : {};
  if (kind === 'order')
    return question.items
      .filter(({ id }) => placed[id])
      .toSorted((one, other) => Number(placed[one.id]) - Number(placed[other.id]))
      .map(({ id, text }) => `${formatNumber(Number(placed[id]))}. ${text}`)
      .join(' · ');
  if (kind === 'match')
    return question.pairs
      .flatMap(({ id, left }) => {
        const right = question.pairs.find(({ rightId }) => rightId === placed[id]);
        return right ? [`${left} – ${right.right}`] : [];
      })
      .join(' · ');
  return stepsReached(question.steps, given)
    .flatMap(({ id, choices }) => choices.find((choice) => choice.id === placed[id])?.text ?? [])
    .join(' · ');
}
