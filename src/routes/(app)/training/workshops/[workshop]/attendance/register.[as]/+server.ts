import { registerOfWorkshop } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Column } from '#platform/csv/index.ts';
import { m } from '#messages';
import { takeAlong } from '../../../../../take-along.server.ts';
import { workshopOf } from '../../workshop-of.server.ts';
import type { RequestHandler } from './$types';

/** Who was there, day by day: one row for each person. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const { days, held, rows } = await registerOfWorkshop(locals.tx, workshop);
  const columns: Column<(typeof rows)[number]>[] = [
    { label: m.training_person(), of: ({ name }) => name },
    ...days.map(({ startsAt }, index) => ({
      label: dayIn(workshop.time_zone, startsAt),
      of: (row: (typeof rows)[number]) => row.days[index]?.hours
    })),
    { label: m.training_hours_attended(), of: ({ hours }) => hours },
    { label: m.training_hours_held(), of: () => held }
  ];
  return takeAlong(locals, {
    ...{ name: 'attendance', as: params.as, title: m.training_register(), about: workshop.title },
    columns,
    rows
  });
};
