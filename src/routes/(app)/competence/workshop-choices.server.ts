import { workshopsVisibleTo } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';

/** The workshops somebody may see, to be chosen from, each with the day on which it begins, the newest first. */
export async function workshopChoices(tx: Tx, reader: Person) {
  const workshops = await workshopsVisibleTo(tx, reader).execute();
  return workshops.toReversed().map(({ id, title, starts_at, time_zone }) => ({
    value: id,
    label: `${title}, ${formatDay(dayIn(time_zone, starts_at), 'short')}`
  }));
}
