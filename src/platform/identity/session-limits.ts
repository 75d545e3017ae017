/** When a session ends by itself. NIST SP 800-63B: twelve hours at most, and fifteen idle minutes where others may sit down. */
export const sessionHoursMax = 12;
const sharedIdleMinutesMax = 15;
/** How long a proof of who one is counts as recent for a sensitive act. */
const confirmationMinutes = 10;

export type SessionTimes = { startedAt: Date; lastUsedAt: Date; shared: boolean };

export function isOver({ startedAt, lastUsedAt, shared }: SessionTimes, at: Date): boolean {
  if (minutesBetween(startedAt, at) >= sessionHoursMax * 60) return true;
  return shared && minutesBetween(lastUsedAt, at) >= sharedIdleMinutesMax;
}

export function isRecent(confirmedAt: Date, at: Date): boolean {
  return minutesBetween(confirmedAt, at) < confirmationMinutes;
}

function minutesBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 60_000;
}
