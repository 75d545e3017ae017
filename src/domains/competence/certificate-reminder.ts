/** When its holder is reminded that a certificate ends. */

// Policy, no published figure: a season to plan an assessment, a month to make it, a week to print.
export const reminderDays = [90, 30, 7] as const;
export type ReminderDays = (typeof reminderDays)[number];

/** The reminder that is due so many days before the end; null when none is. One that was missed is not made up for. */
export function reminderDue(daysLeft: number): ReminderDays | null {
  if (daysLeft < 0) return null;
  return reminderDays.findLast((days) => daysLeft <= days) ?? null;
}
