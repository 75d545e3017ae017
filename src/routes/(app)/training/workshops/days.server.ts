import { Temporal } from 'temporal-polyfill';
import type { Session } from '#domains/training/index.ts';
import { readRows } from '#platform/forms/index.ts';
import { isId, newId } from '#platform/ids.ts';
import { m } from '#messages';
import { dayRows } from './day-rows.ts';

/**
 * The days typed into a form, as sessions by the clocks of that zone; errors name the rows that are none. `known` are the
 * days there were, in the order of their rows: a row that is still there is the same day, moved. A room alone makes no day.
 */
export function daysIn(
  form: FormData,
  timeZone: string,
  known: Session[] = []
): { sessions: Session[]; errors: Record<string, string> } {
  const rows = readRows(form, ['day', 'from', 'to'], dayRows).map(({ index, values }) => ({
    index,
    span: spanOn(values, timeZone),
    room: roomOn(form, index)
  }));
  return {
    sessions: rows.flatMap(({ index, span, room }) =>
      span ? { id: known[index]?.id ?? newId(), ...span, room } : []
    ),
    errors: Object.fromEntries(
      rows.filter(({ span }) => span === null).map(({ index }) => [`day_${index}`, m.training_error_day()])
    )
  };
}

function roomOn(form: FormData, index: number): string | null {
  const room = form.get(`room_${index}`);
  return isId(room) ? room : null;
}

/** A day with its two times of the clock in that zone; null when one of them is missing or is none. */
function spanOn({ day, from, to }: { day: string; from: string; to: string }, timeZone: string) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || ![from, to].every((time) => /^\d\d:\d\d(:\d\d)?$/.test(time)))
    return null;
  const at = (time: string) => {
    const moment = Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: 'reject' });
    return new Date(moment.toZonedDateTime(timeZone).epochMilliseconds);
  };
  try {
    return { startsAt: at(from), endsAt: at(to) };
  } catch (error) {
    // The 31st of February reads like a day and is none.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
