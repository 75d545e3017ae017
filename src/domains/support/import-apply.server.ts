/** Writes past sessions down, pair by pair, and takes them back. */
import { recordPastResponses, type PastResponse } from '#domains/measures/index.server.ts';
import { bringInSeekers, eraseSeekers, peopleVisibleTo } from '#domains/people/index.server.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import { speakOn, type Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { ApplyContext, Made, NumberedRow, UndoRefusal } from '#platform/imports/index.ts';
import { madeBy } from '#platform/imports/index.server.ts';
import { noonOf, type EncounterRow } from './import-columns.ts';
import { recordPastEncounters, type PastEncounter } from './past-encounter.server.ts';
import {
  endPastRelationships,
  openRelationships,
  openRelationshipsVisibleTo
} from './relationship.server.ts';

const folded = (text: string) => text.toLocaleLowerCase().normalize('NFKC');

// Some sessions at once: few questions to the database, and never all of a long list in one statement.
const sessionsAtOnce = 1_000;

type Session = { row: EncounterRow; seeker: string; supporter: string };

export async function writeDown(
  tx: Tx,
  rows: NumberedRow<EncounterRow>[],
  { person, made, progress }: ApplyContext<Person>
): Promise<void> {
  const known = await knownPeople(tx, person);
  let done = 0;
  for (const group of inGroups(Map.groupBy(rows, ({ row }) => folded(row.seeker)))) {
    await made(await makeSeekers(tx, group, known.seekers, person));
    const sessions = [...group.values()].flat().map(({ row }) => ({
      row,
      seeker: known.seekers.get(folded(row.seeker))!,
      supporter: known.supporters.get(folded(row.supporter))!
    }));
    await made(await writeSessions(tx, sessions, person));
    await progress((done += sessions.length));
  }
}

async function knownPeople(tx: Tx, person: Person) {
  const people = await peopleVisibleTo(tx, person).execute();
  const helps = ({ roles }: Pick<Person, 'roles'>) =>
    roles.includes('supporter') || roles.includes('practitioner');
  return {
    seekers: new Map(
      people.filter(({ kind }) => kind === 'seeker').map(({ id, name }) => [folded(name), id])
    ),
    supporters: new Map(people.filter(helps).map(({ id, name }) => [folded(name), id]))
  };
}

type BySeeker = Map<string, NumberedRow<EncounterRow>[]>;

// Whole people only: what one of them went through is written in its order.
function* inGroups(bySeeker: BySeeker): Iterable<BySeeker> {
  let group: BySeeker = new Map();
  let size = 0;
  for (const [code, rows] of bySeeker) {
    group.set(code, rows);
    size += rows.length;
    if (size < sessionsAtOnce) continue;
    yield group;
    group = new Map();
    size = 0;
  }
  if (size > 0) yield group;
}

/** Makes seekers of the codes that nobody has yet, and adds them to those known. */
async function makeSeekers(
  tx: Tx,
  group: BySeeker,
  known: Map<string, string>,
  { organisation }: Person
): Promise<Made[]> {
  const { language } = await tx
    .selectFrom('organisations')
    .where('id', '=', organisation.id)
    .select('language')
    .executeTakeFirstOrThrow();
  const newcomers = [...group].filter(([code]) => !known.has(code));
  const seekers = newcomers.map(([, rows]) => ({
    id: newId(),
    organisation: organisation.id,
    pseudonym: rows[0]!.row.seeker,
    language,
    languages: [language],
    ageBand: rows.find(({ row }) => row.age)?.row.age ?? ('18-or-over' as const)
  }));
  await bringInSeekers(tx, seekers);
  newcomers.forEach(([code], index) => known.set(code, seekers[index]!.id));
  return seekers.map(({ id }) => ({ kind: 'seeker', id }));
}

async function writeSessions(tx: Tx, sessions: Session[], person: Person): Promise<Made[]> {
  const pairs = await pairsOf(tx, sessions, person);
  const opened = pairs.filter(({ made }) => made);
  await openRelationships(tx, opened, person);
  const encounters = pairs.flatMap(({ id, seeker, supporter, rows }) =>
    rows.map((row) => ({ row, encounter: encounterOf(row, { relationship: id, seeker, supporter }, person) }))
  );
  await recordPastEncounters(
    tx,
    encounters.map(({ encounter }) => encounter),
    person
  );
  const scores = encounters.flatMap(({ row, encounter }) => scoresOf(row, encounter));
  await asTheOrganisation(tx, person, async () => mustBeDone(await recordPastResponses(tx, scores, person)));
  const ended = pairs.flatMap(({ id, seeker, supporter, endsOn }) =>
    endsOn === null ? [] : [{ relationship: id, seeker, supporter, at: noonOf(endsOn, person) }]
  );
  await endPastRelationships(tx, ended, { doorOpen: true }, person);
  return [
    ...opened.map(({ id }) => ({ kind: 'relationship', id })),
    ...encounters.map(({ encounter }) => ({ kind: 'encounter', id: encounter.id }))
  ];
}

type Pair = {
  /** Of their relationship. */
  id: string;
  made: boolean;
  seeker: string;
  supporter: string;
  at: Date;
  endsOn: Day | null;
  rows: EncounterRow[];
};

async function pairsOf(tx: Tx, sessions: Session[], person: Person): Promise<Pair[]> {
  const keyOf = (seeker: string, supporter: string) => `${seeker} ${supporter}`;
  const seekers = [...new Set(sessions.map(({ seeker }) => seeker))];
  const open = new Map(
    (
      await openRelationshipsVisibleTo(tx, person).where('relationships.seeker_id', 'in', seekers).execute()
    ).map((found) => [keyOf(found.seeker_id, found.supporter_id), found])
  );
  const grouped = Map.groupBy(sessions, ({ seeker, supporter }) => keyOf(seeker, supporter));
  return [...grouped].map(([key, theirs]) => {
    const { seeker, supporter } = theirs[0]!;
    const rows = theirs.map(({ row }) => row).sort((a, b) => (a.day < b.day ? -1 : 1));
    return { seeker, supporter, rows, ...relationshipFor(rows, open.get(key), person) };
  });
}

/** The relationship these sessions belong to: one that was open then, or a new one from the first of them on. */
function relationshipFor(
  rows: EncounterRow[],
  open: { id: string; opened_at: Date } | undefined,
  person: Person
) {
  const at = noonOf(rows[0]!.day, person);
  const ends = rows.flatMap(({ ended_on }) => ended_on ?? []).sort();
  if (open && open.opened_at <= at) return { id: open.id, made: false, at, endsOn: ends.at(-1) ?? null };
  // What came before the relationship they have now is over.
  return { id: newId(), made: true, at, endsOn: ends.at(-1) ?? (open ? rows.at(-1)!.day : null) };
}

function encounterOf(
  row: EncounterRow,
  pair: Pick<PastEncounter, 'relationship' | 'seeker' | 'supporter'>,
  person: Person
): PastEncounter {
  return {
    id: newId(),
    ...pair,
    kind: row.kind ?? 'individual',
    startedAt: noonOf(row.day, person),
    minutes: row.minutes,
    note: row.note === null ? null : { talkedAbout: row.note, helped: '', nextStep: '' }
  };
}

function scoresOf(row: EncounterRow, { id, seeker, startedAt }: PastEncounter): PastResponse[] {
  const listed = [['phq-9', row.phq9] as const, ['gad-7', row.gad7] as const];
  return listed.flatMap(([instrument, known]) =>
    known === null
      ? []
      : [{ id: newId(), subject: seeker, instrument, at: startedAt, encounter: id, ...known }]
  );
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
export async function takeBack(tx: Tx, importId: string, person: Person): Promise<UndoRefusal | null> {
  const worried = await raisedAConcern(tx, importId, person);
  if (worried.length > 0) return { why: m.support_import_undo_concern, which: worried };
  const gone = await wentOn(tx, importId);
  if (gone.length > 0) return { why: m.support_import_undo_went_on, which: gone };
  await withdrawEncounters(tx, importId, person);
  await endOpen(tx, importId, person);
  const seekers = (await madeBy(tx, importId, 'seeker').execute()).map(({ id }) => id);
  await asTheOrganisation(tx, person, async () => {
    for (let from = 0; from < seekers.length; from += takenBackAtOnce)
      await eraseSeekers(tx, seekers.slice(from, from + takenBackAtOnce));
  });
  return null;
}

const takenBackAtOnce = 1_000;

async function endOpen(tx: Tx, importId: string, person: Person): Promise<void> {
  const open = await openRelationshipsVisibleTo(tx, person)
    .where('relationships.id', 'in', madeBy(tx, importId, 'relationship'))
    .execute();
  const endings = open.map(({ id, seeker_id, supporter_id }) => ({
    relationship: id,
    seeker: seeker_id,
    supporter: supporter_id,
    at: now()
  }));
  for (let from = 0; from < endings.length; from += takenBackAtOnce)
    await endPastRelationships(tx, endings.slice(from, from + takenBackAtOnce), { doorOpen: false }, person);
}

/** The codes of those of whom an answer of this import speaks of self-harm. */
function raisedAConcern(tx: Tx, importId: string, person: Person): Promise<string[]> {
  return asTheOrganisation(tx, person, async () => {
    const flagged = await tx
      .selectFrom('responses')
      .innerJoin('people', 'people.id', 'responses.subject_id')
      .where('encounter_id', 'in', madeBy(tx, importId, 'encounter'))
      .where(({ eb, val, fn }) => eb(val('item-9'), '=', fn.any('flags')))
      .select('people.name')
      .distinct()
      .orderBy('people.name')
      .execute();
    return flagged.map(({ name }) => name);
  });
}

/** The codes of those who have met somebody since. */
async function wentOn(tx: Tx, importId: string): Promise<string[]> {
  const later = await tx
    .selectFrom('encounters')
    .innerJoin('people', 'people.id', 'encounters.seeker_id')
    .where(({ or, eb }) =>
      or([
        eb('encounters.seeker_id', 'in', madeBy(tx, importId, 'seeker')),
        eb('encounters.relationship_id', 'in', madeBy(tx, importId, 'relationship'))
      ])
    )
    .where('encounters.id', 'not in', madeBy(tx, importId, 'encounter'))
    .select('people.name')
    .distinct()
    .orderBy('people.name')
    .execute();
  return later.map(({ name }) => name);
}

async function withdrawEncounters(tx: Tx, importId: string, person: Person): Promise<void> {
  const encounters = await madeBy(tx, importId, 'encounter').execute();
  for (let from = 0; from < encounters.length; from += takenBackAtOnce) {
    const some = encounters.slice(from, from + takenBackAtOnce);
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
