/** The people who work here already, with their roles, from a spreadsheet. */
import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { NumberedRow } from '#platform/imports/index.ts';
import type { ImportKind } from '#platform/imports/index.server.ts';
import { addPeople, takeBack } from './import-apply.server.ts';
import { personColumns, placesNamed, type PersonRow, type PlacesByCode } from './import-columns.ts';
import { peopleVisibleTo, rolesGivenBy } from './people.server.ts';
import { roleRefusals } from './people.ts';

export const personImport = (placesByCode: PlacesByCode): ImportKind<PersonRow> => ({
  kind: 'people',
  label: m.people_import_label,
  about: m.people_import_about,
  permission: 'people.invite',
  columns: personColumns,
  // Two people may share a name, and one person may be written with an address and without.
  key: ({ name, email }) => JSON.stringify([sameName(name), email]),
  existing: knownPeople,
  check: async (tx, rows, person) => [
    ...(await checkTogether(tx, rows, person)),
    ...(await checkPlaces(tx, rows, placesByCode))
  ],
  apply: (tx, rows, context) => addPeople(tx, rows, context, placesByCode),
  undo: takeBack
});

const sameName = (name: string) => name.toLocaleLowerCase().normalize('NFKC');

async function knownPeople(tx: Tx, keys: string[], person: Person): Promise<Set<string>> {
  const names = await namesHere(tx, person);
  const emails = new Set(
    (await tx.selectFrom('invitations').select('email').execute()).map(({ email }) => email)
  );
  return new Set(
    keys.filter((key) => {
      const [name, email] = JSON.parse(key) as [string, string | null];
      return email === null ? names.has(name) : emails.has(email);
    })
  );
}

async function namesHere(tx: Tx, person: Person): Promise<Set<string>> {
  const colleagues = await peopleVisibleTo(tx, person).where('people.kind', '=', 'staff').execute();
  return new Set(colleagues.map(({ name }) => sameName(name)));
}

type Complaint = { row: number; column: keyof PersonRow; value: string; why: string };

async function checkTogether(tx: Tx, rows: NumberedRow<PersonRow>[], person: Person): Promise<Complaint[]> {
  const here = await namesHere(tx, person);
  const givable = rolesGivenBy(person);
  const today = dayIn(person.organisation.timeZone);
  const mayInvite = can(person, 'organisation.manage');
  const byName = Map.groupBy(rows, ({ row }) => sameName(row.name));
  const byEmail = Map.groupBy(rows, ({ row }) => row.email);
  return rows.flatMap(({ number, row }): Complaint[] => {
    const complaints: Complaint[] = [];
    const complain = (column: keyof PersonRow, why: string) =>
      complaints.push({ row: number, column, value: String(row[column] ?? ''), why });
    if (!row.roles.every((role) => givable.includes(role)))
      complain('roles', roleRefusals['not-yours-to-give']());
    if (row.email !== null && !mayInvite) complain('email', m.people_import_sign_in_by_administrator());
    if (row.email !== null && byEmail.get(row.email)!.length > 1)
      complain('email', m.people_import_shared_email());
    const namesakes = byName.get(sameName(row.name))!;
    if (here.has(sameName(row.name)) || (row.email === null && namesakes.length > 1))
      complain('name', m.people_import_namesake());
    if (row.since !== null && row.since > today) complain('since', m.people_import_future());
    return complaints;
  });
}

async function checkPlaces(
  tx: Tx,
  rows: NumberedRow<PersonRow>[],
  placesByCode: PlacesByCode
): Promise<Complaint[]> {
  const places = await placesByCode(tx, placesNamed(rows));
  return rows.flatMap(({ number, row: { place } }) =>
    place === null || places.has(place)
      ? []
      : [{ row: number, column: 'place' as const, value: place, why: m.people_import_unknown_place() }]
  );
}
