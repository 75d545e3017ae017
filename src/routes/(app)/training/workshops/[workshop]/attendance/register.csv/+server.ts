import { registerOfWorkshop } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { csvResponse } from '#platform/csv/index.ts';
import { m } from '#messages';
import { workshopOf } from '../../workshop-of.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const { days, held, rows } = await registerOfWorkshop(locals.tx, workshop);
  return csvResponse(
    'attendance',
    [
      { label: m.training_person(), of: ({ name }) => name },
      ...days.map(({ startsAt }, index) => ({
        label: dayIn(workshop.time_zone, startsAt),
        of: (row: (typeof rows)[number]) => row.days[index]?.hours
      })),
      { label: m.training_hours_attended(), of: ({ hours }) => hours },
      { label: m.training_hours_held(), of: () => held }
    ],
    rows
  );
};
