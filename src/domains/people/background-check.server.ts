import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { checkOn, standsOn, type BackgroundCheck } from './background-check.ts';

export type BackgroundStanding = BackgroundCheck & { stands: boolean };

/** For each person, the check that counts on the day and whether it stands; null where none was made by then. */
export async function backgroundCheckOn(
  tx: Tx,
  people: string[],
  day: Day
): Promise<Map<string, BackgroundStanding | null>> {
  const rows = people.length ? await checksOf(tx, people).execute() : [];
  return new Map(
    people.map((person) => {
      const check = checkOn(
        rows
          .filter((row) => row.person_id === person)
          .toReversed()
          .map(asCheck),
        day
      );
      return [person, check && { ...check, stands: standsOn(check, day) }];
    })
  );
}

/** Every check of these people, the latest first. */
export function checksOf(tx: Tx, people: string[]) {
  return tx
    .selectFrom('background_checks')
    .leftJoin('people', 'people.id', 'recorded_by')
    .select([
      'background_checks.id',
      'person_id',
      'checked_on',
      'expires_on',
      'outcome',
      'people.name as recorded_by_name'
    ])
    .where('person_id', 'in', people)
    .orderBy('checked_on', 'desc')
    .orderBy('recorded_at', 'desc');
}

export type CheckRefusal = 'own-check' | 'ends-before-it-begins';

/** Records that somebody's background was looked into. Null when done, also when done before. */
export async function recordBackgroundCheck(
  tx: Tx,
  check: { id: string; subject: string } & BackgroundCheck,
  person: Person
): Promise<CheckRefusal | null> {
  if (check.subject === person.id) return 'own-check';
  if (check.expiresOn <= check.checkedOn) return 'ends-before-it-begins';
  await tx
    .insertInto('background_checks')
    .values({
      organisation_id: person.organisation.id,
      id: check.id,
      person_id: check.subject,
      checked_on: check.checkedOn,
      expires_on: check.expiresOn,
      outcome: check.outcome,
      recorded_by: person.id,
      recorded_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: 'background-check.recorded',
    subject: check.subject,
    thing: { kind: 'background_checks', id: check.id }
  });
  return null;
}

function asCheck(row: { checked_on: string; expires_on: string; outcome: string }): BackgroundCheck {
  return {
    checkedOn: row.checked_on,
    expiresOn: row.expires_on,
    outcome: row.outcome as BackgroundCheck['outcome']
  };
}
