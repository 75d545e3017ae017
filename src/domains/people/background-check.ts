import type { Day } from '#platform/clock/index.ts';

export type BackgroundCheck = { checkedOn: Day; expiresOn: Day; outcome: 'clear' | 'not-clear' };

/**
 * The check that counts on a day is the latest one made by then; an older, kinder one does not stand in for it.
 * Checks come in the order they were recorded, so that of two on one day the later record counts.
 */
export function checkOn(checks: BackgroundCheck[], day: Day): BackgroundCheck | null {
  const made = checks.filter(({ checkedOn }) => checkedOn <= day);
  return made.reduce<BackgroundCheck | null>(
    (latest, check) => (!latest || check.checkedOn >= latest.checkedOn ? check : latest),
    null
  );
}

/** Whether a person may work with vulnerable people on that day, as far as the check goes. */
export function standsOn(check: BackgroundCheck | null, day: Day): boolean {
  return check !== null && check.outcome === 'clear' && check.expiresOn >= day;
}
