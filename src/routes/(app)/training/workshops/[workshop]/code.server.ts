import { refusalOfMoment } from '#domains/training/index.ts';
import { now } from '#platform/clock/index.ts';

/** Whether a day's code can be shown in the room now. */
export function codeIsShown(
  { cancelled_at }: { cancelled_at: Date | null },
  day: { startsAt: Date; endsAt: Date }
): boolean {
  return refusalOfMoment({ ...day, cancelled: cancelled_at !== null }, now()) === null;
}
