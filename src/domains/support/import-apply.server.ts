/** Writes past sessions down, pair by pair, and takes them back. */
import { recordResponse, recordTotal, type NewResponse } from '#domains/measures/index.server.ts';
import { eraseMyself, joinAsSeeker, peopleVisibleTo } from '#domains/people/index.server.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { speakOn, type Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { ApplyContext, Made, NumberedRow } from '#platform/imports/index.ts';
import { madeBy } from '#platform/imports/index.server.ts';
import { recordEncounter } from './encounter.server.ts';
import { noonOf, type EncounterRow, type ListedScore } from './import-columns.ts';
import { endRelationship, openRelationship, openRelationshipsVisibleTo } from './relationship.server.ts';

const folded = (text: string) => text.toLocaleLowerCase().normalize('NFKC');

export async function writeDown(
  tx: Tx,
  rows: NumberedRow<EncounterRow>[],
  { person, made, progress }: ApplyContext<Person>
): Promise<void> {
  const people = await peopleVisibleTo(tx, person).execute();
  const seekers = new Map(
    people.filter(({ kind }) => kind === 'seeker').map(({ id, name }) => [folded(name), id])
  );
  const supporters = new Map(
    people
      .filter(({ roles }) => roles.includes('supporter') || roles.includes('practitioner'))
      .map(({ id, name }) => [folded(name), id])
  );
  let done = 0;
  for (const [code, theirs] of Map.groupBy(rows, ({ row }) => folded(row.seeker))) {
    const known = seekers.get(code);
    const seeker = known ?? (await makeSeeker(tx, theirs, person));
    if (!known) await made([{ kind: 'seeker', id: seeker }]);
    for (const [name, sessions] of Map.groupBy(theirs, ({ row }) => folded(row.supporter)))
      await made(await writePair(tx, { seeker, supporter: supporters.get(name)! }, sessions, person));
    await progress((done += theirs.length));
  }
}

async function makeSeeker(tx: Tx, rows: NumberedRow<EncounterRow>[], person: Person): Promise<string> {
  const id = newId();
  const { language } = await tx
    .selectFrom('organisations')
    .where('id', '=', person.organisation.id)
    .select('language')
    .executeTakeFirstOrThrow();
  await joinAsSeeker(tx, {
    id,
    organisation: person.organisation.id,
    pseudonym: rows[0]!.row.seeker,
    language,
    languages: [language],
    ageBand: rows.find(({ row }) => row.age)?.row.age ?? '18-or-over'
  });
  return id;
}

type Pair = { seeker: string; supporter: string };

async function writePair(
  tx: Tx,
  pair: Pair,
  sessions: NumberedRow<EncounterRow>[],
  person: Person
): Promise<Made[]> {
  const inOrder = sessions.map(({ row }) => row).sort((a, b) => (a.day < b.day ? -1 : 1));
  const relationship = await relationshipFor(tx, pair, inOrder, person);
  const things: Made[] = relationship.made ? [{ kind: 'relationship', id: relationship.id }] : [];
  for (const row of inOrder) {
    const id = newId();
    await writeSession(tx, id, { ...pair, relationship: relationship.id }, row, person);
    things.push({ kind: 'encounter', id });
  }
  if (relationship.endsOn !== null) {
    const at = noonOf(relationship.endsOn, person);
    mustBeDone(await endRelationship(tx, { relationship: relationship.id, reason: 'other', at }, person));
  }
  return things;
}

/** The relationship these sessions belong to: one that was open then, or a new one from the first of them on. */
async function relationshipFor(tx: Tx, pair: Pair, rows: EncounterRow[], person: Person) {
  const first = noonOf(rows[0]!.day, person);
  const ends = rows.flatMap(({ ended_on }) => ended_on ?? []).sort();
  const open = await openRelationshipsVisibleTo(tx, person)
    .where('relationships.seeker_id', '=', pair.seeker)
    .where('relationships.supporter_id', '=', pair.supporter)
    .executeTakeFirst();
  if (open && open.opened_at <= first) return { id: open.id, made: false, endsOn: ends.at(-1) ?? null };
  const id = newId();
  mustBeDone(await openRelationship(tx, { id, ...pair, at: first }, person));
  // What came before the relationship they have now is over.
  return { id, made: true, endsOn: ends.at(-1) ?? (open ? rows.at(-1)!.day : null) };
}

async function writeSession(
  tx: Tx,
  id: string,
  { relationship, seeker }: Pair & { relationship: string },
  row: EncounterRow,
  person: Person
): Promise<void> {
  const startedAt = noonOf(row.day, person);
  const note = row.note === null ? undefined : { talkedAbout: row.note, helped: '', nextStep: '' };
  const encounter = {
    id,
    relationship,
    kind: row.kind ?? ('individual' as const),
    startedAt,
    minutes: row.minutes,
    note
  };
  mustBeDone(await recordEncounter(tx, encounter, person));
  const scores = [['phq-9', row.phq9] as const, ['gad-7', row.gad7] as const];
  for (const [instrument, listed] of scores) {
    if (listed === null) continue;
    const response = { id: newId(), subject: seeker, instrument, at: startedAt, encounter: id };
    await asTheOrganisation(tx, person, () => writeScore(tx, response, listed, person));
  }
}

async function writeScore(
  tx: Tx,
  response: Omit<NewResponse, 'answers'>,
  listed: ListedScore,
  person: Person
): Promise<void> {
  const kept =
    'answers' in listed
      ? await recordResponse(tx, { ...response, ...listed }, person)
      : await recordTotal(tx, { ...response, ...listed }, person);
  if ('refusal' in kept) throw new Error(`A checked score was refused: ${kept.refusal}.`);
}

// A coordinator may bring scores in and may not read them, so they are written as the organisation's own.
async function asTheOrganisation<T>(
  tx: Tx,
  { id, organisation }: Person,
  work: () => Promise<T>
): Promise<T> {
  await speakOn(tx, { organisation: organisation.id, system: true });
  const result = await work();
  await speakOn(tx, { person: id, organisation: organisation.id });
  return result;
}

function mustBeDone(refusal: string | null): void {
  if (refusal) throw new Error(`A checked row was refused: ${refusal}.`);
}

/**
 * The sessions stay as rows that nobody sees or counts; relationships end, and those the list had made seekers are erased.
 * It is refused once somebody acts on it: an answer of it raised a concern, or people went on from it.
 */
export async function takeBack(tx: Tx, importId: string, person: Person): Promise<(() => string) | null> {
  if (await raisedAConcern(tx, importId, person)) return m.support_import_undo_concern;
  if (await wentOn(tx, importId)) return m.support_import_undo_went_on;
  await withdrawEncounters(tx, importId, person);
  const open = await openRelationshipsVisibleTo(tx, person)
    .where('relationships.id', 'in', madeBy(tx, importId, 'relationship'))
    .execute();
  for (const { id } of open)
    mustBeDone(await endRelationship(tx, { relationship: id, reason: 'other', doorOpen: false }, person));
  const seekers = await madeBy(tx, importId, 'seeker').execute();
  await asTheOrganisation(tx, person, async () => {
    for (const seeker of seekers) await eraseMyself(tx, seeker);
  });
  return null;
}

function raisedAConcern(tx: Tx, importId: string, person: Person): Promise<boolean> {
  return asTheOrganisation(tx, person, async () => {
    const flagged = await tx
      .selectFrom('responses')
      .where('encounter_id', 'in', madeBy(tx, importId, 'encounter'))
      .where(({ eb, val, fn }) => eb(val('item-9'), '=', fn.any('flags')))
      .select('id')
      .executeTakeFirst();
    return flagged !== undefined;
  });
}

async function wentOn(tx: Tx, importId: string): Promise<boolean> {
  const later = await tx
    .selectFrom('encounters')
    .where(({ or, eb }) =>
      or([
        eb('seeker_id', 'in', madeBy(tx, importId, 'seeker')),
        eb('relationship_id', 'in', madeBy(tx, importId, 'relationship'))
      ])
    )
    .where('id', 'not in', madeBy(tx, importId, 'encounter'))
    .select('id')
    .executeTakeFirst();
  return later !== undefined;
}

async function withdrawEncounters(tx: Tx, importId: string, person: Person): Promise<void> {
  const encounters = await madeBy(tx, importId, 'encounter').execute();
  const withdrawnAtOnce = 1_000;
  for (let from = 0; from < encounters.length; from += withdrawnAtOnce) {
    const some = encounters.slice(from, from + withdrawnAtOnce);
    await tx
      .insertInto('encounter_withdrawals')
      .values(
        some.map(({ id }) => ({
          organisation_id: person.organisation.id,
          encounter_id: id,
          at: now(),
          by: person.id
        }))
      )
      .execute();
  }
  await audit(tx, { action: 'encounters.withdrawn', thing: { kind: 'import', id: importId } });
}
