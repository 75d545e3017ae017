/** Certificates that others issued before, from a list. They are kept as what they are: words of somebody else. */
import { peopleVisibleTo, signInAddressesOf } from '#domains/people/index.server.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  readDay,
  readEmail,
  readName,
  readOneOf,
  type ApplyContext,
  type NumberedRow
} from '#platform/imports/index.ts';
import { madeBy, type ImportKind } from '#platform/imports/index.server.ts';
import { bringInCertificate, certificatesVisibleTo, withdrawBroughtIn } from './certificate.server.ts';
import type { CertificateRole } from './certificate.ts';

export type CertificateRow = {
  holder: string;
  email: string | null;
  role: CertificateRole;
  issued_on: Day;
  expires_on: Day;
  issuer: string;
};

export const certificateImport: ImportKind<CertificateRow> = {
  kind: 'certificates',
  label: m.competence_import_label,
  about: m.competence_import_about,
  permission: 'certificates.issue',
  columns: {
    holder: {
      label: m.competence_import_holder,
      aliases: [
        'name',
        'full name',
        'holder',
        'certified person',
        'nom',
        'titulaire',
        'nombre',
        'titular',
        'jina',
        'mwenye cheti',
        'الاسم',
        'حامل الشهادة'
      ],
      required: true,
      read: readName
    },
    email: {
      label: m.competence_import_email,
      aliases: [
        'email',
        'e-mail',
        'mail',
        'courriel',
        'correo',
        'correo electrónico',
        'barua pepe',
        'البريد الإلكتروني'
      ],
      read: readEmail
    },
    role: {
      label: m.competence_import_role,
      aliases: [
        'certificate',
        'certified as',
        'role',
        'certificat',
        'rôle',
        'certificado',
        'rol',
        'cheti',
        'jukumu',
        'الشهادة',
        'الدور'
      ],
      required: true,
      read: readOneOf<CertificateRole>({
        supporter: [
          'peer supporter',
          'peer',
          'pair aidant',
          'apoyo entre pares',
          'mwezeshaji rika',
          'msaidizi',
          'داعم نظير',
          'داعم'
        ],
        practitioner: [
          'counsellor',
          'counselor',
          'lay counsellor',
          'praticien',
          'conseiller',
          'profesional',
          'consejero',
          'mshauri',
          'mtaalamu',
          'ممارس',
          'مرشد'
        ],
        'child-safeguarding': [
          'child protection',
          'children',
          'protection de l’enfance',
          'protección de la infancia',
          'ulinzi wa watoto',
          'حماية الطفل'
        ],
        trainer: ['facilitator', 'formateur', 'formatrice', 'formador', 'formadora', 'mkufunzi', 'مدرب'],
        assessor: ['rater', 'évaluateur', 'évaluatrice', 'evaluador', 'evaluadora', 'mtathmini', 'مقيّم'],
        supervisor: ['superviseur', 'superviseuse', 'supervisora', 'msimamizi', 'مشرف']
      })
    },
    issued_on: {
      label: m.competence_import_issued_on,
      aliases: [
        'issued',
        'issued on',
        'date of issue',
        'délivré le',
        'fecha de emisión',
        'expedido',
        'tarehe ya kutolewa',
        'تاريخ الإصدار'
      ],
      required: true,
      read: readDay
    },
    expires_on: {
      label: m.competence_import_expires_on,
      aliases: [
        'expires',
        'expires on',
        'valid until',
        'expire le',
        'valable jusqu’au',
        'vence',
        'válido hasta',
        'mwisho wa kutumika',
        'تاريخ الانتهاء',
        'صالح حتى'
      ],
      required: true,
      read: readDay
    },
    issuer: {
      label: m.competence_import_issuer,
      aliases: [
        'issuer',
        'issued by',
        'organisation',
        'délivré par',
        'organisme',
        'emitido por',
        'expedido por',
        'kilichotolewa na',
        'mtoaji',
        'صادرة عن',
        'الجهة'
      ],
      required: true,
      read: readName
    }
  },
  key: ({ holder, email, role, issued_on }) => JSON.stringify([email ?? folded(holder), role, issued_on]),
  existing: alreadyHere,
  check: checkTogether,
  apply: bringIn,
  undo: takeBack
};

const folded = (text: string) => text.toLocaleLowerCase().normalize('NFKC');

async function alreadyHere(tx: Tx, keys: string[], person: Person): Promise<Set<string>> {
  const addresses = await signInAddressesOf(tx);
  const held = await certificatesVisibleTo(tx, person).execute();
  const known = new Set(
    held.flatMap(({ person_id, holder_name, role, issued_on }) =>
      [folded(holder_name), ...(addresses.get(person_id) ?? [])].map((holder) =>
        JSON.stringify([holder, role, issued_on])
      )
    )
  );
  return new Set(keys.filter((key) => known.has(key)));
}

type Complaint = { row: number; column: keyof CertificateRow; value: string; why: string };

async function checkTogether(
  tx: Tx,
  rows: NumberedRow<CertificateRow>[],
  person: Person
): Promise<Complaint[]> {
  const holdersOf = await holderFinder(tx, person);
  const today = dayIn(person.organisation.timeZone);
  return rows.flatMap(({ number, row }): Complaint[] => {
    const complaints: Complaint[] = [];
    const complain = (column: keyof CertificateRow, why: string) =>
      complaints.push({ row: number, column, value: String(row[column] ?? ''), why });
    const holders = holdersOf(row);
    const asked = row.email === null ? 'holder' : 'email';
    if (holders.length === 0) complain(asked, m.competence_import_unknown_holder());
    if (holders.length > 1) complain(asked, m.competence_import_ambiguous_holder());
    if (holders[0] === person.id) complain('holder', m.competence_import_own());
    if (row.issued_on > today) complain('issued_on', m.competence_import_future());
    if (row.expires_on < row.issued_on) complain('expires_on', m.competence_import_ends_before());
    return complaints;
  });
}

/** Who a row means: by an address we know; else by name, and of namesakes the one with the role it certifies. */
async function holderFinder(tx: Tx, person: Person): Promise<(row: CertificateRow) => string[]> {
  const colleagues = await peopleVisibleTo(tx, person).where('people.kind', '=', 'staff').execute();
  const byName = Map.groupBy(colleagues, ({ name }) => folded(name));
  const byAddress = new Map(
    [...(await signInAddressesOf(tx))].flatMap(([id, addresses]) =>
      addresses.map((address) => [address, id] as const)
    )
  );
  return ({ holder, email, role }) => {
    const addressed = email === null ? undefined : byAddress.get(email);
    if (addressed) return [addressed];
    const namesakes = byName.get(folded(holder)) ?? [];
    const certified = namesakes.filter(({ roles }) => roles.some((held) => held === role));
    return (namesakes.length > 1 && certified.length > 0 ? certified : namesakes).map(({ id }) => id);
  };
}

const progressEvery = 200;

async function bringIn(
  tx: Tx,
  rows: NumberedRow<CertificateRow>[],
  { person, made, progress }: ApplyContext<Person>
): Promise<void> {
  const holdersOf = await holderFinder(tx, person);
  const at = now();
  for (const [done, { row }] of rows.entries()) {
    const id = newId();
    await bringInCertificate(
      tx,
      {
        id,
        person: holdersOf(row)[0]!,
        role: row.role,
        issuedOn: row.issued_on,
        expiresOn: row.expires_on,
        issuer: row.issuer,
        at
      },
      person
    );
    await made([{ kind: 'certificate', id }]);
    if (done % progressEvery === 0) await progress(done);
  }
}

// A certificate is never erased: it is marked as taken back, counts no more, and stays in the record.
async function takeBack(tx: Tx, importId: string, person: Person): Promise<null> {
  const brought = await madeBy(tx, importId, 'certificate').execute();
  await withdrawBroughtIn(
    tx,
    brought.map(({ id }) => id),
    person
  );
  return null;
}
