/** From when on an answer is one of the past: it is looked at, and calls nobody out of bed. */

/**
 * An answer given longer ago than this, such as one from a list of past sessions, pages nobody at night: whoever wrote it
 * down then could call. Somebody still looks, in the next day's hours. Policy, without a published figure.
 */
const freshAnswerDays = 7;

export function isOldAnswer(answeredAt: Date, at: Date): boolean {
  return at.getTime() - answeredAt.getTime() > freshAnswerDays * 24 * 60 * 60 * 1000;
}
