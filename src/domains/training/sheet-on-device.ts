/** An attendance sheet as a device shows and sends it; apart from what the server reads it with, which is much for a telephone. */
import type { Presence } from './attendance.ts';
import type { SentSheet, Sheet } from './offline-attendance.ts';
import type { SentWalkIn } from './offline-walk-ins.ts';

/** Those that have begun first, the last of them on top: today's is what a trainer looks for. Then those to come. */
export function sheetsInOrder(sheets: Sheet[], at: Date): Sheet[] {
  const isBegun = ({ startsAt }: Sheet) => Date.parse(startsAt) <= at.getTime();
  const byTime = (one: Sheet, other: Sheet) => Date.parse(one.startsAt) - Date.parse(other.startsAt);
  const begun = sheets.filter(isBegun).toSorted(byTime).toReversed();
  return [...begun, ...sheets.filter((sheet) => !isBegun(sheet)).toSorted(byTime)];
}

/** One person's mark as a device shows it: what stands there, or what was made of it here and is not handed in. */
export type ShownMark = { presence: Presence | null; hours: number | null };
/** What somebody changed on a sheet and has not handed in, with what they saw before they did. */
export type TouchedMarks = Record<string, ShownMark & { before: ShownMark }>;

/** How a sheet stands on a device: as it was taken along, and over it what was handed in here and is not in it yet. */
export function standingMarks(sheet: Sheet, made: SentSheet[]): Record<string, ShownMark> {
  const stands = Object.fromEntries(sheet.people.map(({ id, presence, hours }) => [id, { presence, hours }]));
  for (const { marks } of made.filter(({ session }) => session === sheet.session))
    for (const { person, presence, hours = null } of marks)
      if (stands[person]) stands[person] = { presence, hours };
  return stands;
}

/** What a device sends of a sheet: only what was touched, so that nobody else's later mark is in its way. */
export function marksToSend(touched: TouchedMarks): SentSheet['marks'] {
  return Object.entries(touched).flatMap(([person, { presence, hours, before }]) =>
    presence
      ? [
          {
            person,
            presence,
            before: before.presence,
            hoursBefore: before.hours,
            ...(presence === 'partly' && { hours: Number(hours) })
          }
        ]
      : []
  );
}

/**
 * Who came to a sheet's workshop without a seat, as far as this device knows: as taken along, and who was written down here on any
 * of its days. Whoever has a seat by now stands on the sheet itself.
 */
export function walkInsOn(sheet: Sheet, sheets: Sheet[], made: SentWalkIn[]): Sheet['walkIns'] {
  // A sheet taken along before anybody could be written down has none.
  const known = new Map((sheet.walkIns ?? []).map((one) => [one.id, one]));
  const days = sheets.filter(({ workshop }) => workshop === sheet.workshop).map(({ session }) => session);
  const seated = sheet.people.map(({ id }) => id);
  for (const { walkIn: id, session, person, name, presence, hours = null } of made) {
    if (!days.includes(session) || (person && seated.includes(person))) continue;
    const before = known.get(id) ?? { id, name, presence: null, hours: null };
    known.set(id, session === sheet.session ? { ...before, presence, hours } : before);
  }
  return [...known.values()];
}
