import { workshopKindNames } from '#domains/training/index.ts';
import { registerOfWorkshop } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay, formatNumber, formatShare } from '#platform/languages/format.ts';
import { workshopOf } from '../workshop-of.server.ts';
import { codeIsShown } from '../code.server.ts';
import { attended } from '../register.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const { days, held, rows } = await registerOfWorkshop(locals.tx, workshop);
  const { id, title, kind, hours, taken, time_zone } = workshop;
  return {
    workshop: { id, title, kind: workshopKindNames[kind](), hours, taken },
    held,
    days: days.map(({ id, startsAt, endsAt, begun, marked }) => ({
      id,
      day: dayIn(time_zone, startsAt),
      begun,
      marked,
      now: codeIsShown(workshop, { startsAt, endsAt })
    })),
    columns: days
      .filter(({ begun }) => begun)
      .map(({ id, startsAt }) => ({ key: id, label: formatDay(dayIn(time_zone, startsAt), 'short') })),
    rows: rows.map(({ name, days: own, hours, share }) => ({
      name,
      hours: formatNumber(hours),
      share: share === null ? '–' : formatShare(share),
      ...Object.fromEntries(days.map(({ id }, index) => [id, attended(own[index] ?? null)]))
    }))
  };
};
