/** How a row of past sessions is read. */
import { instruments, scoreMax, type Answers, type InstrumentId } from '#domains/measures/index.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { instantIn, type Day } from '#platform/clock/index.ts';
import {
  plainDigits,
  readCount,
  readDay,
  readName,
  readOneOf,
  readText,
  type Cell,
  type Columns,
  type Reading
} from '#platform/imports/index.ts';
import type { EncounterKind } from './encounter.ts';

/** What a list knows of a questionnaire: every answer, or the total only. */
export type ListedScore = { answers: Answers } | { total: number };

export type EncounterRow = {
  seeker: string;
  supporter: string;
  day: Day;
  minutes: number;
  kind: EncounterKind | null;
  phq9: ListedScore | null;
  gad7: ListedScore | null;
  note: string | null;
  ended_on: Day | null;
  age: AgeBand | null;
};
type AgeBand = 'under-18' | '18-or-over';

const minutesMax = 600;
const adultFrom = 18;
const ageMax = 120;

export const encounterColumns: Columns<EncounterRow> = {
  seeker: {
    label: m.support_import_seeker,
    aliases: [
      'code',
      'client',
      'client code',
      'seeker',
      'pseudonym',
      'code client',
      'bénéficiaire',
      'pseudonyme',
      'código',
      'seudónimo',
      'msimbo',
      'jina la siri',
      'الرمز',
      'الاسم المستعار'
    ],
    required: true,
    read: readName
  },
  supporter: {
    label: m.support_import_supporter,
    aliases: [
      'supporter',
      'helper',
      'peer',
      'pair aidant',
      'intervenant',
      'acompañante',
      'apoyo',
      'msaidizi',
      'mwezeshaji',
      'الداعم',
      'المرشد'
    ],
    required: true,
    read: readName
  },
  day: {
    label: m.support_import_day,
    aliases: [
      'date',
      'day',
      'session date',
      'jour',
      'date de séance',
      'fecha',
      'día',
      'tarehe',
      'التاريخ',
      'اليوم'
    ],
    required: true,
    read: readDay
  },
  minutes: {
    label: m.support_import_minutes,
    aliases: ['minutes', 'duration', 'durée', 'duración', 'minutos', 'dakika', 'muda', 'الدقائق', 'المدة'],
    required: true,
    read: readCount(1, minutesMax)
  },
  kind: {
    label: m.support_import_kind,
    aliases: ['kind', 'type', 'session type', 'type de séance', 'tipo', 'aina', 'النوع'],
    read: readOneOf<EncounterKind>({
      individual: [
        'one to one',
        'face to face',
        'individuel',
        'en personne',
        'presencial',
        'ana kwa ana',
        'فردي'
      ],
      group: ['groupe', 'grupo', 'kikundi', 'جماعي'],
      chat: ['message', 'messages', 'mensajes', 'ujumbe', 'محادثة'],
      call: ['phone', 'telephone', 'appel', 'téléphone', 'llamada', 'teléfono', 'simu', 'مكالمة', 'هاتف'],
      'home-visit': [
        'visit',
        'home',
        'visite',
        'visite à domicile',
        'visita',
        'visita a casa',
        'ziara',
        'زيارة منزلية'
      ]
    })
  },
  phq9: {
    label: m.support_import_phq9,
    aliases: ['phq-9', 'phq9', 'phq', 'phq-9 score', 'score phq-9', 'puntaje phq-9'],
    read: readScore('phq-9')
  },
  gad7: {
    label: m.support_import_gad7,
    aliases: ['gad-7', 'gad7', 'gad', 'gad-7 score', 'score gad-7', 'puntaje gad-7'],
    read: readScore('gad-7')
  },
  note: {
    label: m.support_import_note,
    aliases: ['note', 'notes', 'remarks', 'remarques', 'nota', 'notas', 'maelezo', 'ملاحظة', 'ملاحظات'],
    read: readText
  },
  ended_on: {
    label: m.support_import_ended_on,
    aliases: [
      'ended',
      'closed',
      'ended on',
      'terminé le',
      'clôture',
      'terminó',
      'cierre',
      'iliisha',
      'انتهى في'
    ],
    read: readDay
  },
  age: {
    label: m.support_import_age,
    aliases: ['age', 'minor', 'âge', 'edad', 'umri', 'العمر'],
    read: readAge
  }
};

/** Whether PHQ-9's ninth item was above zero, as far as the list says. */
export function speaksOfSelfHarm({ phq9 }: EncounterRow): boolean {
  if (phq9 === null) return false;
  if ('answers' in phq9) return (phq9.answers.at(-1) ?? 0) > 0;
  return phq9.total > scoreMax('phq-9') - instruments['phq-9'].answers.at(-1)!.value;
}

/** A list says the day, never the hour; noon keeps the day the same. */
export function noonOf(day: Day, { organisation }: Person): Date {
  return instantIn(organisation.timeZone, day, '12:00');
}

// One number is a total; as many as there are items, together or apart, are the answers.
function readScore(instrument: InstrumentId) {
  const { items, answers: possible } = instruments[instrument];
  const refused: Reading<ListedScore> = {
    refusal: () => m.support_import_not_a_score({ items: items.length, max: scoreMax(instrument) })
  };
  return ({ text }: Cell): Reading<ListedScore> => {
    const plain = plainDigits(text).trim();
    const together = /^\d+$/.test(plain) && plain.length === items.length;
    const numbers = (together ? [...plain] : plain.split(/[\s,;/|،؛-]+/).filter(Boolean)).map(Number);
    if (
      numbers.length === 1 &&
      Number.isInteger(numbers[0]) &&
      numbers[0]! >= 0 &&
      numbers[0]! <= scoreMax(instrument)
    )
      return { value: { total: numbers[0]! } };
    const known = numbers.every((number) => possible.some(({ value }) => value === number));
    return numbers.length === items.length && known ? { value: { answers: numbers } } : refused;
  };
}

const readBand = readOneOf<AgeBand>({
  'under-18': [
    'child',
    'minor',
    'yes',
    'enfant',
    'mineur',
    'oui',
    'niño',
    'niña',
    'menor',
    'sí',
    'mtoto',
    'ndiyo',
    'طفل',
    'قاصر',
    'نعم'
  ],
  '18-or-over': ['adult', 'no', 'adulte', 'non', 'adulto', 'adulta', 'mtu mzima', 'hapana', 'بالغ', 'لا']
});
const readYears = readCount(0, ageMax);

function readAge(cell: Cell, habits: Parameters<typeof readYears>[1]): Reading<AgeBand> {
  const years = readYears(cell, habits);
  return 'value' in years ? { value: years.value < adultFrom ? 'under-18' : '18-or-over' } : readBand(cell);
}
