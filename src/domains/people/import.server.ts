/** The people who work here already, with their roles, from a spreadsheet. */
import { m } from '#messages';
import { can, type Person, type Role } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { speakOn, type Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  readDay,
  readEmail,
  readName,
  readOneOf,
  type ApplyContext,
  type Cell,
  type Habits,
  type Made,
  type NumberedRow,
  type Reading,
  type UndoRefusal
} from '#platform/imports/index.ts';
import { madeBy, type ImportKind } from '#platform/imports/index.server.ts';
import { addColleagues, type NewColleague } from './colleague.server.ts';
import { invite, openInvitations, revokeInvitation } from './invitation.server.ts';
import { peopleVisibleTo, rolesGivenBy } from './people.server.ts';
import { roleRefusals } from './people.ts';
import { addProfiles } from './profile.server.ts';
import { languageCode } from './spoken.ts';

export type PersonRow = {
  name: string;
  roles: Role[];
  email: string | null;
  since: string | null;
  languages: string[] | null;
  workplace: string | null;
  place: string | null;
};

/** Places stand beside this room, so the assembly says how their codes are looked up: code to id, unknown ones left out. */
export type PlacesByCode = (tx: Tx, codes: string[]) => Promise<Map<string, string>>;

export const personImport = (placesByCode: PlacesByCode): ImportKind<PersonRow> => ({
  kind: 'people',
  label: m.people_import_label,
  about: m.people_import_about,
  permission: 'people.invite',
  columns: {
    name: {
      label: m.people_import_name,
      aliases: [
        'name',
        'full name',
        'nom',
        'nom complet',
        'nombre',
        'nombre completo',
        'jina',
        'jina kamili',
        'الاسم',
        'الاسم الكامل'
      ],
      required: true,
      read: readName
    },
    roles: {
      label: m.people_roles,
      aliases: [
        'role',
        'roles',
        'position',
        'rôle',
        'fonction',
        'rol',
        'cargo',
        'función',
        'jukumu',
        'majukumu',
        'wadhifa',
        'الدور',
        'الأدوار',
        'الوظيفة'
      ],
      required: true,
      read: readRoles
    },
    email: {
      label: m.people_import_email,
      aliases: [
        'email',
        'e-mail',
        'mail',
        'courriel',
        'adresse mail',
        'correo',
        'correo electrónico',
        'barua pepe',
        'البريد',
        'البريد الإلكتروني'
      ],
      read: readEmail
    },
    since: {
      label: m.people_import_since,
      aliases: [
        'since',
        'start date',
        'joined',
        'depuis',
        'date de début',
        'desde',
        'fecha de inicio',
        'tangu',
        'tarehe ya kuanza',
        'منذ',
        'تاريخ البدء'
      ],
      read: readDay
    },
    languages: {
      label: m.people_import_languages,
      aliases: ['languages', 'speaks', 'langues', 'idiomas', 'lugha', 'اللغات'],
      read: readLanguages
    },
    workplace: {
      label: m.people_import_workplace,
      aliases: [
        'workplace',
        'works at',
        'employer',
        'lieu de travail',
        'lugar de trabajo',
        'mahali pa kazi',
        'مكان العمل'
      ],
      read: readName
    },
    place: {
      label: m.people_import_place,
      aliases: [
        'place',
        'district',
        'p-code',
        'lives in',
        'lieu',
        'code du lieu',
        'lugar',
        'distrito',
        'mahali',
        'wilaya',
        'المكان',
        'المنطقة'
      ],
      read: readPlaceCode
    }
  },
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

const roleWords: Record<Exclude<Role, 'seeker'>, readonly string[]> = {
  supporter: [
    'peer supporter',
    'peer',
    'pair aidant',
    'pair-aidant',
    'apoyo entre pares',
    'mwezeshaji rika',
    'msaidizi',
    'داعم',
    'داعم نظير'
  ],
  practitioner: [
    'counsellor',
    'counselor',
    'praticien',
    'conseiller',
    'profesional',
    'consejero',
    'mshauri',
    'mtaalamu',
    'ممارس',
    'مرشد'
  ],
  mentor: ['tuteur', 'mentora', 'mlezi', 'موجه'],
  supervisor: ['superviseur', 'supervisora', 'msimamizi wa kazi', 'مشرف'],
  trainer: ['formateur', 'formatrice', 'formador', 'formadora', 'mkufunzi', 'مدرب'],
  assessor: ['évaluateur', 'évaluatrice', 'evaluador', 'evaluadora', 'mtathmini', 'مقيّم'],
  clinician: ['doctor', 'nurse', 'clinicien', 'médecin', 'clínico', 'médico', 'daktari', 'muuguzi', 'طبيب'],
  coordinator: ['coordinateur', 'coordinatrice', 'coordinador', 'coordinadora', 'mratibu', 'منسق'],
  'grants-manager': [
    'grants manager',
    'finance',
    'gestionnaire de subventions',
    'gestor de subvenciones',
    'meneja wa ruzuku',
    'مدير المنح'
  ],
  moderator: ['modérateur', 'moderador', 'msimamizi wa mijadala', 'مشرف المنتدى'],
  'safeguarding-lead': [
    'safeguarding lead',
    'safeguarding',
    'référent protection',
    'responsable de protección',
    'kiongozi wa ulinzi',
    'مسؤول الحماية'
  ],
  planner: ['planificateur', 'planificador', 'mpangaji', 'مخطط'],
  donor: ['bailleur', 'donante', 'mfadhili', 'مانح'],
  administrator: ['admin', 'administrateur', 'administrador', 'msimamizi', 'مدير النظام']
};
const readRole = readOneOf(roleWords);

function readRoles({ text }: Cell): Reading<Role[]> {
  const readings = listed(text).map((word) => readRole({ text: word }));
  const wrong = readings.find((reading) => 'refusal' in reading);
  if (wrong) return wrong;
  const roles = readings.flatMap((reading) => ('value' in reading ? [reading.value] : []));
  return roles.length > 0 ? { value: [...new Set(roles)] } : { refusal: m.imports_refusal_empty };
}

function readLanguages({ text }: Cell, _habits: Habits): Reading<string[]> {
  const codes = listed(text).map(languageCode);
  return codes.every((code) => code !== null) && codes.length > 0
    ? { value: [...new Set(codes)] }
    : { refusal: m.people_import_unknown_language };
}

function listed(text: string): string[] {
  return text
    .split(/[,;/|،؛\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
}

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

// Codes are kept in capitals and without spaces, as the places themselves.
function readPlaceCode(cell: Cell): Reading<string> {
  const read = readName(cell);
  return 'value' in read ? { value: read.value.replaceAll(' ', '').toUpperCase() } : read;
}

const codesIn = (rows: NumberedRow<PersonRow>[]) => [...new Set(rows.flatMap(({ row }) => row.place ?? []))];

async function checkPlaces(
  tx: Tx,
  rows: NumberedRow<PersonRow>[],
  placesByCode: PlacesByCode
): Promise<Complaint[]> {
  const places = await placesByCode(tx, codesIn(rows));
  return rows.flatMap(({ number, row: { place } }) =>
    place === null || places.has(place)
      ? []
      : [{ row: number, column: 'place' as const, value: place, why: m.people_import_unknown_place() }]
  );
}

const peopleAtOnce = 1_000;

async function addPeople(
  tx: Tx,
  rows: NumberedRow<PersonRow>[],
  { person, made, progress }: ApplyContext<Person>,
  placesByCode: PlacesByCode
): Promise<void> {
  const places = await placesByCode(tx, codesIn(rows));
  const { language } = await tx
    .selectFrom('organisations')
    .where('id', '=', person.organisation.id)
    .select('language')
    .executeTakeFirstOrThrow();
  for (let from = 0; from < rows.length; from += peopleAtOnce) {
    const newcomers = rows.slice(from, from + peopleAtOnce).map(({ row }) => ({
      ...row,
      id: newId(),
      roles: row.roles.map((role) => ({ id: newId(), role })),
      since: row.since === null ? now() : startOf(row.since),
      placeId: row.place === null ? null : places.get(row.place)!,
      language
    }));
    await made(await addSome(tx, newcomers, person));
    await progress(from + newcomers.length);
  }
}

type Newcomer = Omit<PersonRow, 'roles' | 'since'> & NewColleague & { placeId: string | null };

async function addSome(tx: Tx, newcomers: Newcomer[], person: Person): Promise<Made[]> {
  mustBeDone(await addColleagues(tx, newcomers, person));
  const profiles = newcomers.map(({ id, languages, workplace, placeId }) => ({
    person: id,
    languages: languages ?? [],
    workplace,
    placeId
  }));
  await addProfiles(tx, profiles, person);
  const things = newcomers.flatMap(({ roles }) => roles.map(({ id }) => ({ kind: 'membership', id })));
  for (const newcomer of newcomers) {
    if (newcomer.email === null) continue;
    const { id: subject, name, email, language } = newcomer;
    const id = newId();
    mustBeDone(await invite(tx, { id, name, email, roles: [], language, person: subject }, person));
    things.push({ kind: 'invitation', id });
  }
  return things;
}

function mustBeDone(refusal: string | null): void {
  if (refusal) throw new Error(`A checked row was refused: ${refusal}.`);
}

// Roles end and invitations are withdrawn; that somebody once had them stays true. Who has signed in since is at work.
async function takeBack(tx: Tx, importId: string, person: Person): Promise<UndoRefusal | null> {
  const accepted = await tx
    .selectFrom('invitation_ends')
    .innerJoin('invitations', 'invitations.id', 'invitation_ends.invitation_id')
    .where('how', '=', 'accepted')
    .where('invitation_id', 'in', madeBy(tx, importId, 'invitation'))
    .select('invitations.name')
    .orderBy('invitations.name')
    .execute();
  if (accepted.length > 0)
    return { why: m.people_import_somebody_signed_in, which: accepted.map(({ name }) => name) };
  const invitations = await openInvitations(tx, person)
    .where('invitations.id', 'in', madeBy(tx, importId, 'invitation'))
    .execute();
  for (const { id } of invitations) await revokeInvitation(tx, id, person);
  await endRolesMade(tx, importId, person);
  return null;
}

// Whoever may bring people in may take them back, though ending a colleague's role otherwise is an administrator's act;
// so it is the organisation's own. Nobody who can sign in is among them, and so no last administrator.
async function endRolesMade(tx: Tx, importId: string, person: Person): Promise<void> {
  const made = (await madeBy(tx, importId, 'membership').execute()).map(({ id }) => id);
  for (let from = 0; from < made.length; from += peopleAtOnce)
    await endRoles(tx, made.slice(from, from + peopleAtOnce), person);
}

async function endRoles(tx: Tx, memberships: string[], person: Person): Promise<void> {
  await speakOn(tx, { organisation: person.organisation.id, system: true });
  const ended = await tx
    .updateTable('memberships')
    .set({ until: now() })
    .where('organisation_id', '=', person.organisation.id)
    .where('id', 'in', memberships)
    .where('until', 'is', null)
    .returning(['id', 'person_id', 'role'])
    .execute();
  await speakOn(tx, { person: person.id, organisation: person.organisation.id });
  await audit(
    tx,
    ...ended.map(({ id, person_id, role }) => ({
      action: 'role.ended' as const,
      subject: person_id,
      thing: { kind: role, id }
    }))
  );
}

// A day has no hour; noon keeps it the same day in every zone we serve. Today's is not later than now.
function startOf(day: string): Date {
  return new Date(Math.min(Date.parse(`${day}T12:00:00Z`), now().getTime()));
}
