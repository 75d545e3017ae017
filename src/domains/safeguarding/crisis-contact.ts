/** Numbers to call in a crisis. A number nobody has checked for too long is worse than none: it is hidden. */
import { daysBetween, type Day } from '#platform/clock/index.ts';

export type CrisisContact = {
  id: string;
  name: string;
  country: string;
  phone: string | null;
  sms: string | null;
  hours: string;
};

/** Whether the number may be shown: checked, and not longer ago than the policy's days. */
export function isVerified(verifiedOn: Day | null, today: Day, validDays: number): boolean {
  return verifiedOn !== null && daysBetween(verifiedOn, today) <= validDays;
}
