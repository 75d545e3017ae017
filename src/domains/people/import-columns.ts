/** How a row of people is read. */
import { m } from '#messages';
import type { Role } from '#platform/access/index.ts';
import {
  readDay,
  readEmail,
  readName,
  readOneOf,
  type Cell,
  type Columns,
  type Habits,
  type NumberedRow,
  type Reading
} from '#platform/imports/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
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

export const personColumns: Columns<PersonRow> = {
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
};

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

// Codes are kept in capitals and without spaces, as the places themselves.
function readPlaceCode(cell: Cell): Reading<string> {
  const read = readName(cell);
  return 'value' in read ? { value: read.value.replaceAll(' ', '').toUpperCase() } : read;
}

/** The codes of the places that a list names, each once. */
export const placesNamed = (rows: NumberedRow<PersonRow>[]) => [
  ...new Set(rows.flatMap(({ row }) => row.place ?? []))
];
