import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatTime } from '#platform/languages/format.ts';
import { concernsVisibleTo } from './concern.server.ts';

/** What the live bar on every staff page shows: concerns this person was called to that nobody has acknowledged yet. */
export function alertsFor(tx: Tx, person: Person) {
  return concernsVisibleTo(tx, person)
    .where('acknowledgement.id', 'is', null)
    .where('closing.confirmed_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('concern_pages as page')
          .select('page.id')
          .whereRef('page.organisation_id', '=', 'concern.organisation_id')
          .whereRef('page.concern_id', '=', 'concern.id')
          .where('page.person_id', '=', person.id)
      )
    )
    .orderBy('respond_by')
    .limit(10)
    .execute();
}

/** The bar's one line, or null while nobody calls. It names nobody: the screen may be shared. */
export async function alertLineFor(tx: Tx, person: Person): Promise<string | null> {
  if (!can(person, 'concerns.respond')) return null;
  const [first] = await alertsFor(tx, person);
  return first
    ? m.safeguarding_alert_line({ time: formatTime(first.respond_by, person.organisation.timeZone) })
    : null;
}
