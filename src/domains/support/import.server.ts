/** Sessions of the past, with their scores, from a list: one row is one session. Seekers are made of its codes. */
import { isOldAnswer } from '#domains/measures/index.ts';
import { peopleVisibleTo } from '#domains/people/index.server.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { NumberedRow } from '#platform/imports/index.ts';
import { madeByAnyImport, type ImportKind } from '#platform/imports/index.server.ts';
import { encounterColumns, noonOf, speaksOfSelfHarm, type EncounterRow } from './import-columns.ts';
import { takeBack, writeDown } from './import-apply.server.ts';
import { encountersVisibleTo } from './encounter.server.ts';

export const encounterImport: ImportKind<EncounterRow> = {
  kind: 'encounters',
  label: m.support_import_label,
  about: m.support_import_about,
  permission: 'support.coordinate',
  columns: encounterColumns,
  key: ({ seeker, supporter, day, kind, minutes }) =>
    JSON.stringify([folded(seeker), folded(supporter), day, kind ?? 'individual', minutes]),
  existing: recordedBefore,
  check: checkTogether,
  apply: writeDown,
  undo: takeBack
};

const folded = (text: string) => text.toLocaleLowerCase().normalize('NFKC');

async function recordedBefore(tx: Tx, keys: string[], person: Person): Promise<Set<string>> {
  const wanted = new Set(keys);
  const seekers = [...new Set(keys.map((key) => (JSON.parse(key) as string[])[0]!))];
  const rows = await encountersVisibleTo(tx, person)
    .innerJoin('people as seeker', 'seeker.id', 'encounters.seeker_id')
    .innerJoin('people as supporter', 'supporter.id', 'encounters.supporter_id')
    .where(({ eb, fn }) => eb(fn<string>('lower', ['seeker.name']), 'in', seekers))
    .select(['seeker.name as seeker', 'supporter.name as supporter'])
    .execute();
  const known = rows.map(({ seeker, supporter, started_at, kind, minutes }) =>
    JSON.stringify([
      folded(seeker),
      folded(supporter),
      dayIn(person.organisation.timeZone, started_at),
      kind,
      minutes
    ])
  );
  return new Set(known.filter((key) => wanted.has(key)));
}

type Complaint = {
  row: number;
  column: keyof EncounterRow;
  value: string;
  why: string;
  weight?: 'error' | 'note';
};

async function checkTogether(
  tx: Tx,
  rows: NumberedRow<EncounterRow>[],
  person: Person
): Promise<Complaint[]> {
  const { seekers, supporters } = await knownPeople(tx, person);
  const today = dayIn(person.organisation.timeZone);
  const ends = latestEnds(rows);
  const complaints = rows.flatMap(({ number, row }): Complaint[] => {
    const found: Complaint[] = [];
    const complain = (column: keyof EncounterRow, why: string) =>
      found.push({ row: number, column, value: String(row[column] ?? ''), why });
    const namesakes = supporters.get(folded(row.supporter)) ?? [];
    if (namesakes.length === 0) complain('supporter', m.support_import_unknown_supporter());
    if (namesakes.length > 1) complain('supporter', m.support_import_ambiguous_supporter());
    // A code that somebody chose as their own name must never tie a stranger's past to them.
    const seeker = seekers.get(folded(row.seeker));
    if (seeker && (seeker.length > 1 || !seeker[0]!.broughtIn))
      complain('seeker', m.support_import_code_taken());
    if (row.day >= today) complain('day', m.support_import_not_past());
    if (row.ended_on !== null && row.ended_on > today) complain('ended_on', m.support_import_end_to_come());
    const end = ends.get(pairOf(row));
    if (end !== undefined && row.day > end) complain('day', m.support_import_after_the_end());
    return found;
  });
  return [...complaints, ...aboutSelfHarm(rows, person)];
}

const pairOf = ({ seeker, supporter }: EncounterRow) => JSON.stringify([folded(seeker), folded(supporter)]);

function latestEnds(rows: NumberedRow<EncounterRow>[]): Map<string, string> {
  const ends = new Map<string, string>();
  for (const { row } of rows) {
    const known = ends.get(pairOf(row));
    if (row.ended_on !== null && (known === undefined || row.ended_on > known))
      ends.set(pairOf(row), row.ended_on);
  }
  return ends;
}

// Before anybody presses the button they must know what it sets off: a page now, or a look in the next day's hours.
function aboutSelfHarm(rows: NumberedRow<EncounterRow>[], person: Person): Complaint[] {
  const flagged = rows.filter(({ row }) => speaksOfSelfHarm(row));
  const isOld = ({ row }: NumberedRow<EncounterRow>) => isOldAnswer(noonOf(row.day, person), now());
  const old = flagged.filter(isOld);
  const note = (number: number, why: string): Complaint => ({
    row: number,
    column: 'phq9',
    value: '',
    why,
    weight: 'note'
  });
  return [
    ...old.slice(0, 1).map(({ number }) => note(number, m.support_import_old_answers({ count: old.length }))),
    ...flagged.filter((one) => !isOld(one)).map(({ number }) => note(number, m.support_import_fresh_answer()))
  ];
}

/** Seekers and those who support people, by folded name. */
async function knownPeople(tx: Tx, person: Person) {
  const people = await peopleVisibleTo(tx, person).execute();
  const broughtIn = new Set((await madeByAnyImport(tx, 'seeker').execute()).map(({ id }) => id));
  return {
    seekers: Map.groupBy(
      people
        .filter(({ kind }) => kind === 'seeker')
        .map(({ id, name }) => ({ id, name, broughtIn: broughtIn.has(id) })),
      ({ name }) => folded(name)
    ),
    supporters: Map.groupBy(
      people.filter(({ roles }) => roles.includes('supporter') || roles.includes('practitioner')),
      ({ name }) => folded(name)
    )
  };
}
