/** How long somebody who would like to become a supporter may be left without an answer. */

// Policy: what a stranger wrote about themselves is not kept for longer than a season without use.
const applicationDaysMax = 90;
// Policy: two weeks are enough to answer, whoever is on leave.
export const applicationNoticeDays = 14;

export type ApplicationDue = 'nothing' | 'remind' | 'erase';

/** What is due for an unanswered application. It is never erased without those who may answer having had their notice. */
export function dueFor(
  { askedAt, remindedAt }: { askedAt: Date; remindedAt: Date | null },
  at: Date
): ApplicationDue {
  const days = (from: Date) => (at.getTime() - from.getTime()) / 86_400_000;
  if (!remindedAt) return days(askedAt) >= applicationDaysMax - applicationNoticeDays ? 'remind' : 'nothing';
  return days(askedAt) >= applicationDaysMax && days(remindedAt) >= applicationNoticeDays
    ? 'erase'
    : 'nothing';
}
