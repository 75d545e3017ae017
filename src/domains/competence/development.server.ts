/** What people went on learning: known to other rooms, or entered by themselves and confirmed by somebody else. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import {
  balanceOf,
  developmentKinds,
  type Activity,
  type Balance,
  type DevelopmentRefusal,
  type DevelopmentRule,
  type EnteredKind
} from './development.ts';

export type Span = { from: Day; until: Day };
type Source = (tx: Tx, person: string, span: Span) => Promise<Activity[]>;
const sources = new Set<Source>();

/** Lets another room say what somebody learnt there; the assembly does this once at start. */
export function letDevelopmentComeFrom(source: Source): void {
  sources.add(source);
}

/** Everything that counts, the newest first; what waits to be confirmed does not. */
async function activitiesOf(tx: Tx, person: string, span: Span): Promise<Activity[]> {
  const confirmed = await entriesOf(tx, person)
    .where('decision.confirmed', '=', true)
    .where('done_on', '>=', span.from)
    .where('done_on', '<=', span.until)
    .execute();
  const found: Activity[] = confirmed.map(({ kind, done_on, hours, what }) => ({
    kind: developmentKinds.find((known) => known === kind)!,
    on: done_on,
    hours: Number(hours),
    what
  }));
  // One after the other: they share the one transaction.
  for (const source of sources) found.push(...(await source(tx, person, span)));
  return found.toSorted((a, b) => (a.on < b.on ? 1 : -1));
}

export type Development = Span & { activities: Activity[]; balance: Balance };

/** Since a certificate was issued, held against the rule for renewing it. */
export async function developmentSince(
  tx: Tx,
  { person, from, rule }: { person: string; from: Day; rule: DevelopmentRule },
  today: Day
): Promise<Development> {
  const span = { from, until: today };
  const activities = await activitiesOf(tx, person, span);
  return { ...span, activities, balance: balanceOf(activities, rule) };
}

/** What somebody entered, the newest first, each with what was decided. */
export function entriesOf(tx: Tx, person: string) {
  return entries(tx).where('entry.person_id', '=', person);
}

/** What waits for somebody else to confirm it, the oldest first, as far as the speaker may see it. */
export function entriesToConfirm(tx: Tx, person: Person) {
  return entries(tx)
    .where('entry.organisation_id', '=', person.organisation.id)
    .where('entry.person_id', '<>', person.id)
    .where('decision.decided_at', 'is', null)
    .clearOrderBy()
    .orderBy('entry.entered_at');
}

function entries(tx: Tx) {
  return tx
    .selectFrom('development_entries as entry')
    .innerJoin('people as who', 'who.id', 'entry.person_id')
    .leftJoin('development_decisions as decision', (join) =>
      join
        .onRef('decision.organisation_id', '=', 'entry.organisation_id')
        .onRef('decision.entry_id', '=', 'entry.id')
    )
    .leftJoin('people as decider', 'decider.id', 'decision.decided_by')
    .select([
      'entry.id',
      'entry.person_id',
      'who.name',
      'entry.kind',
      'entry.done_on',
      'entry.hours',
      'entry.what',
      'entry.evidence',
      'decision.confirmed',
      'decision.reason',
      'decider.name as decider_name'
    ])
    .orderBy('entry.done_on', 'desc')
    .orderBy('entry.entered_at', 'desc');
}

export type NewEntry = {
  id: string;
  kind: EnteredKind;
  on: Day;
  hours: number;
  what: string;
  evidence: string;
};

/** Enters something one learnt. The same id again changes nothing. */
export async function enterDevelopment(
  tx: Tx,
  { id, kind, on, hours, what, evidence }: NewEntry,
  person: Person
): Promise<DevelopmentRefusal | null> {
  if (on > dayIn(person.organisation.timeZone)) return 'in-the-future';
  const entered = await tx
    .insertInto('development_entries')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: person.id,
      kind,
      done_on: on,
      hours: String(hours),
      what,
      evidence,
      entered_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (entered)
    await audit(tx, {
      action: 'development.entered',
      subject: person.id,
      thing: { kind: 'development', id }
    });
  return null;
}

/** Confirms or declines what somebody else entered, for good. */
export async function decideDevelopment(
  tx: Tx,
  { entry, confirmed, reason }: { entry: string; confirmed: boolean; reason: string | null },
  person: Person
): Promise<DevelopmentRefusal | null> {
  const found = await entries(tx).where('entry.id', '=', entry).executeTakeFirst();
  if (!found) return 'not-found';
  if (found.person_id === person.id) return 'own-entry';
  const decided = await tx
    .insertInto('development_decisions')
    .values({
      organisation_id: person.organisation.id,
      entry_id: entry,
      confirmed,
      reason,
      decided_by: person.id,
      decided_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('entry_id')
    .executeTakeFirst();
  if (!decided) return found.confirmed === confirmed ? null : 'decided-already';
  await audit(tx, {
    action: 'development.decided',
    subject: found.person_id,
    thing: { kind: 'development', id: entry },
    reason: confirmed ? 'confirmed' : 'declined'
  });
  return null;
}
