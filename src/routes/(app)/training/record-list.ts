import { workshopKindNames } from '#domains/training/index.ts';
import type { trainingRecord } from '#domains/training/index.server.ts';
import { m } from '#messages';
import { dayIn } from '#platform/clock/index.ts';
import type { Column } from '#platform/csv/index.ts';

type Trained = Awaited<ReturnType<typeof trainingRecord>>[number];

/** What a record of training says of each thing attended, with every number and mark that came along. */
export const recordColumns = (): Column<Trained>[] => [
  { label: m.training_import_person(), of: ({ name }) => name },
  { label: m.training_import_employee(), of: ({ employee_number }) => employee_number },
  { label: m.training_import_title(), of: ({ title }) => title },
  { label: m.training_kind(), of: ({ kind }) => workshopKindNames[kind]() },
  { label: m.training_import_provider(), of: ({ provider }) => provider },
  { label: m.training_import_code(), of: ({ course_code }) => course_code },
  { label: m.training_from(), of: ({ starts_at, time_zone }) => dayIn(time_zone, starts_at) },
  { label: m.training_to(), of: ({ ends_at, time_zone }) => dayIn(time_zone, ends_at) },
  { label: m.training_hours(), of: ({ hours }) => hours },
  { label: m.training_import_score(), of: ({ score }) => score },
  { label: m.training_import_certificate(), of: ({ certificate_number }) => certificate_number }
];
