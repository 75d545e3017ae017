import { score } from '#domains/measures/index.ts';
import { recordResponse, type NewResponse } from '#domains/measures/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import type { EncounterKind, EncounterRefusal, Note } from './encounter.ts';
import { fidelityPercent, type FidelityItem, type Template } from './fidelity.ts';
import { relationshipsVisibleTo } from './relationship.server.ts';

export type NewEncounter = {
  id: string;
  relationship: string;
  kind: EncounterKind;
  startedAt: Date;
  minutes: number;
  note?: Note;
  /** The self-check: what was done and what was not; items left out were not answered. */
  fidelity?: { template: Template; checks: Partial<Record<FidelityItem, boolean>> };
  nextStepOn?: Day;
  responses?: Pick<NewResponse, 'id' | 'instrument' | 'answers' | 'language'>[];
  /** The recorded session this one puts right. */
  corrects?: string;
};

/** Sessions the person may see, as corrected; a row that was corrected is left out. */
export function encountersVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('encounters')
    .where('encounters.organisation_id', '=', person.organisation.id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('encounters as correction')
            .select('correction.id')
            .whereRef('correction.organisation_id', '=', 'encounters.organisation_id')
            .whereRef('correction.corrects', '=', 'encounters.id')
        )
      )
    )
    .select([
      'encounters.id',
      'encounters.relationship_id',
      'encounters.seeker_id',
      'encounters.supporter_id',
      'encounters.kind',
      'encounters.started_at',
      'encounters.minutes',
      'encounters.template',
      'encounters.next_step_on',
      'encounters.corrects',
      'encounters.recorded_by'
    ])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('encounter_notes')
          .select('encounter_notes.encounter_id')
          .whereRef('encounter_notes.organisation_id', '=', 'encounters.organisation_id')
          .whereRef('encounter_notes.encounter_id', '=', 'encounters.id')
      ).as('has_note')
    );
}

/**
 * Records a session with its note, self-check and answers, all or nothing. The supporter records their own; past ones come
 * in by `recordPastEncounters`. The same id again changes nothing.
 */
export async function recordEncounter(
  tx: Tx,
  encounter: NewEncounter,
  person: Person
): Promise<EncounterRefusal | null> {
  const relationship = await relationshipsVisibleTo(tx, person)
    .where('relationships.id', '=', encounter.relationship)
    .executeTakeFirst();
  if (!relationship) return 'not-your-relationship';
  if (encounter.startedAt > now()) return 'in-the-future';
  if (encounter.startedAt < startOfDay(relationship.opened_at)) return 'before-the-relationship';

  if (encounter.responses?.some(({ instrument, answers }) => 'refusal' in score(instrument, answers)))
    return 'answers-incomplete';

  const written = await insertEncounter(tx, encounter, relationship, person);
  if (written !== 'written') return written === 'same-command' ? null : 'already-corrected';
  await sealNote(tx, encounter, relationship, person);
  await writeChecks(tx, encounter, person);
  for (const response of encounter.responses ?? []) {
    await recordResponse(
      tx,
      { ...response, subject: relationship.seeker_id, at: encounter.startedAt, encounter: encounter.id },
      person
    );
  }

  const { id, kind, minutes } = encounter;
  await audit(tx, {
    action: 'encounter.recorded',
    subject: relationship.seeker_id,
    thing: { kind: 'encounters', id }
  });
  await record(tx, 'support.encounter-recorded', {
    encounter: id,
    relationship: relationship.id,
    seeker: relationship.seeker_id,
    supporter: relationship.supporter_id,
    kind,
    minutes
  });
  return null;
}

/** The note of one session, opened for somebody who may read it; leaves an audit entry the seeker can see. */
export async function noteOf(tx: Tx, encounter: string): Promise<Note | null> {
  const kept = await tx
    .selectFrom('encounter_notes')
    .select(['sealed', 'seeker_id'])
    .where('encounter_id', '=', encounter)
    .executeTakeFirst();
  if (!kept) return null;
  const [text] = await reveal(tx, kept.seeker_id, [{ text: kept.sealed, place: notePlace(encounter) }]);
  return text ? (JSON.parse(text) as Note) : null;
}

/** The self-checks of these sessions in whole percent, by session; those without one are missing. */
export async function fidelityOf(tx: Tx, encounters: string[]): Promise<Map<string, number>> {
  if (encounters.length === 0) return new Map();
  const checks = await tx
    .selectFrom('fidelity_checks')
    .select(['encounter_id', 'done'])
    .where('encounter_id', 'in', encounters)
    .execute();
  const bySession = Map.groupBy(checks, ({ encounter_id }) => encounter_id);
  return new Map([...bySession].map(([encounter, answered]) => [encounter, fidelityPercent(answered)!]));
}

type Pair = { seeker_id: string; supporter_id: string };

async function insertEncounter(
  tx: Tx,
  encounter: NewEncounter,
  { seeker_id, supporter_id }: Pair,
  person: Person
): Promise<'written' | 'same-command' | 'already-corrected'> {
  const inserted = await tx
    .insertInto('encounters')
    .values({
      organisation_id: person.organisation.id,
      id: encounter.id,
      relationship_id: encounter.relationship,
      seeker_id,
      supporter_id,
      kind: encounter.kind,
      started_at: encounter.startedAt,
      minutes: encounter.minutes,
      template: encounter.fidelity?.template ?? null,
      next_step_on: encounter.nextStepOn ?? null,
      corrects: encounter.corrects ?? null,
      recorded_at: now(),
      recorded_by: person.id
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return 'written';
  const earlier = await tx
    .selectFrom('encounters')
    .select('id')
    .where('id', '=', encounter.id)
    .executeTakeFirst();
  return earlier ? 'same-command' : 'already-corrected';
}

async function sealNote(tx: Tx, { id, note }: NewEncounter, pair: Pair, person: Person): Promise<void> {
  if (!note || Object.values(note).every((text) => text.trim() === '')) return;
  const sealed = await seal(tx, pair.seeker_id, JSON.stringify(note), notePlace(id));
  await tx
    .insertInto('encounter_notes')
    .values({
      organisation_id: person.organisation.id,
      encounter_id: id,
      seeker_id: pair.seeker_id,
      supporter_id: pair.supporter_id,
      sealed
    })
    .execute();
}

async function writeChecks(tx: Tx, { id, fidelity }: NewEncounter, person: Person): Promise<void> {
  const checks = Object.entries(fidelity?.checks ?? {});
  if (checks.length === 0) return;
  await tx
    .insertInto('fidelity_checks')
    .values(
      checks.map(([item, done]) => ({
        organisation_id: person.organisation.id,
        encounter_id: id,
        item,
        done
      }))
    )
    .execute();
}

// A first session may be recorded as begun a little before the relationship was, on the same day.
function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000);
}

/** Where the note of a session lives; it is sealed to that place. */
export function notePlace(encounter: string) {
  return { column: 'encounter_notes.sealed', row: encounter } as const;
}
