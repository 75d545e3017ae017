/** A list of past trainings: what its rows say, and what its columns are called in the habits of five languages. */
import { m } from '#messages';
import type { Day } from '#platform/clock/index.ts';
import {
  readDay,
  readEmail,
  readName,
  readNumber,
  readOneOf,
  type Columns
} from '#platform/imports/index.ts';
import type { WorkshopKind } from './workshop.ts';

export type AttendanceRow = {
  title: string;
  person: string;
  /** Tells namesakes apart, where the list has it. */
  email: string | null;
  day: Day;
  hours: number;
  /** What a personnel system says became of it. */
  result: 'done' | 'not-done' | null;
  kind: WorkshopKind | null;
  venue: string | null;
  employee: string | null;
  provider: string | null;
  code: string | null;
  score: string | null;
  certificate: string | null;
};

export const attendanceColumns: Columns<AttendanceRow> = {
  title: {
    label: m.training_import_title,
    aliases: [
      'training',
      'workshop',
      'course',
      'course title',
      'course name',
      'formation',
      'atelier',
      'capacitación',
      'taller',
      'formación',
      'mafunzo',
      'warsha',
      'التدريب',
      'الدورة'
    ],
    required: true,
    read: readName
  },
  person: {
    label: m.training_import_person,
    aliases: [
      'participant',
      'name',
      'attendee',
      'employee',
      'employee name',
      'full name',
      'salarié',
      'empleado',
      'mfanyakazi',
      'الموظف',
      'participante',
      'nom',
      'nombre',
      'mshiriki',
      'jina',
      'المشارك',
      'الاسم'
    ],
    required: true,
    read: readName
  },
  email: {
    label: m.training_import_email,
    aliases: ['email', 'e-mail', 'work email', 'courriel', 'correo', 'barua pepe', 'البريد الإلكتروني'],
    read: readEmail
  },
  day: {
    label: m.training_import_day,
    aliases: [
      'date',
      'day',
      'completion date',
      'completed on',
      'end date',
      'jour',
      'fecha',
      'día',
      'tarehe',
      'siku',
      'التاريخ',
      'اليوم'
    ],
    required: true,
    read: readDay
  },
  hours: {
    label: m.training_import_hours,
    aliases: [
      'hours',
      'credit hours',
      'duration',
      'heures',
      'durée',
      'horas',
      'duración',
      'saa',
      'muda',
      'الساعات',
      'المدة'
    ],
    required: true,
    read: readNumber(0.25, 16)
  },
  kind: {
    label: m.training_kind,
    aliases: ['kind', 'type', 'type de formation', 'tipo', 'aina', 'النوع'],
    read: readOneOf<WorkshopKind>({
      'foundational-helping': [
        'foundational helping skills',
        'helping skills',
        'basics',
        'écoute active',
        'compétences de base',
        'habilidades básicas',
        'stadi za msingi',
        'مهارات المساعدة'
      ],
      'problem-management': [
        'pm+',
        'problem management plus',
        'gestion des problèmes',
        'gestión de problemas',
        'kutatua matatizo',
        'إدارة المشكلات'
      ],
      'child-safeguarding': [
        'child protection',
        'protection de l’enfance',
        'protección de la infancia',
        'ulinzi wa watoto',
        'حماية الطفل'
      ],
      'suicide-first-response': [
        'suicide prevention',
        'prévention du suicide',
        'prevención del suicidio',
        'kuzuia kujiua',
        'الوقاية من الانتحار'
      ],
      'specific-condition': ['depression', 'dépression', 'depresión', 'sonona', 'الاكتئاب'],
      'cultural-care': ['culture', 'soins culturels', 'atención cultural', 'utamaduni', 'الثقافة'],
      'supervision-skills': ['supervision', 'supervisión', 'usimamizi', 'الإشراف'],
      other: ['autre', 'otro', 'nyingine', 'أخرى']
    })
  },
  result: {
    label: m.training_import_result,
    aliases: [
      'result',
      'status',
      'completion status',
      'outcome',
      'résultat',
      'resultado',
      'matokeo',
      'النتيجة'
    ],
    read: readOneOf<'done' | 'not-done'>({
      done: [
        'completed',
        'complete',
        'passed',
        'pass',
        'attended',
        'terminé',
        'completado',
        'amemaliza',
        'مكتمل'
      ],
      'not-done': [
        'no show',
        'no-show',
        'failed',
        'withdrawn',
        'cancelled',
        'absent',
        'enrolled',
        'in progress',
        'غائب'
      ]
    })
  },
  venue: {
    label: m.training_import_venue,
    aliases: ['venue', 'place', 'where', 'lieu', 'lugar', 'mahali', 'المكان'],
    read: readName
  },
  employee: {
    label: m.training_import_employee,
    aliases: [
      'employee id',
      'employee number',
      'employee no',
      'staff id',
      'staff number',
      'personnel number',
      'payroll number',
      'matricule',
      'numéro d’employé',
      'id empleado',
      'número de empleado',
      'legajo',
      'namba ya mfanyakazi',
      'nambari ya mfanyakazi',
      'رقم الموظف',
      'الرقم الوظيفي'
    ],
    read: readName
  },
  provider: {
    label: m.training_import_provider,
    aliases: [
      'provider',
      'training provider',
      'vendor',
      'institution',
      'organisme de formation',
      'prestataire',
      'proveedor',
      'entidad formadora',
      'mtoa mafunzo',
      'taasisi',
      'مقدم التدريب',
      'جهة التدريب'
    ],
    read: readName
  },
  code: {
    label: m.training_import_code,
    aliases: [
      'course code',
      'course id',
      'course number',
      'training code',
      'code du cours',
      'code formation',
      'código del curso',
      'código de formación',
      'msimbo wa kozi',
      'namba ya kozi',
      'رمز الدورة',
      'رقم الدورة'
    ],
    read: readName
  },
  score: {
    label: m.training_import_score,
    aliases: [
      'score',
      'grade',
      'mark',
      'final score',
      'note',
      'note obtenue',
      'puntuación',
      'calificación',
      'nota',
      'alama',
      'matokeo ya mtihani',
      'الدرجة',
      'النتيجة النهائية'
    ],
    read: readName
  },
  certificate: {
    label: m.training_import_certificate,
    aliases: [
      'certificate number',
      'certificate no',
      'certificate id',
      'credential id',
      'numéro de certificat',
      'n° de certificat',
      'número de certificado',
      'namba ya cheti',
      'nambari ya cheti',
      'رقم الشهادة'
    ],
    read: readName
  }
};
