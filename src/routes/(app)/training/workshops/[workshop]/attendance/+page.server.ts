import { presenceNames, workshopKindNames, type RegisterRow } from '#domains/training/index.ts';
import { registerOfWorkshop, someCameWithoutSeat } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay, formatNumber, formatShare } from '#platform/languages/format.ts';
import { m } from '#messages';
import { workshopOf } from '../workshop-of.server.ts';
import { codeIsShown } from '../code.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const { days, held, rows } = await registerOfWorkshop(locals.tx, workshop);
  const { id, title, kind, hours, taken, time_zone } = workshop;
  return {
    workshop: { id, title, kind: workshopKindNames[kind](), hours: formatNumber(hours), taken },
    days: days.map(({ id, startsAt, endsAt, begun, marked }) => ({
      id,
      day: dayIn(time_zone, startsAt),
      begun,
      marked,
      now: codeIsShown(workshop, { startsAt, endsAt })
    })),
    walkIns: await someCameWithoutSeat(locals.tx, id),
    held: formatNumber(held),
    columns: days
      .filter(({ begun }) => begun)
      .map(({ id, startsAt }) => ({ id, label: formatDay(dayIn(time_zone, startsAt), 'short') })),
    rows: rows.map(({ person, name, days: own, hours, share }) => ({
      person,
      name,
      marks: own.filter((_, index) => days[index]!.begun).map(markShown),
      hours: formatNumber(hours),
      share: share === null ? '–' : formatShare(share)
    }))
  };
};

type Mark = RegisterRow['days'][number];

/** What stands in a square of the register, and what it means where that is not plain. */
function markShown(mark: Mark): { shown: string; said: string | null; marked: boolean } {
  if (!mark) return { shown: '–', said: m.training_register_unmarked(), marked: false };
  const said = mark.presence === 'present' ? null : presenceNames[mark.presence]();
  return { shown: formatNumber(mark.hours), said, marked: true };
}
