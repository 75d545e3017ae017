import * as v from 'valibot';
import { attendedHours, type Mark, type Presence } from './attendance.ts';
import type { Span } from './workshop.ts';

/** One session's sheet as a device takes it along. */
export type Sheet = {
  session: string;
  title: string;
  startsAt: string;
  hours: number;
  timeZone: string;
  /** Where it is, when it is in one of the rooms here. */
  room: string | null;
  people: { id: string; name: string; presence: Presence | null; hours: number | null }[];
};

const presence = v.picklist(['present', 'partly', 'absent'] satisfies Presence[]);
const id = v.pipe(v.string(), v.uuid());
/** What a device sends back: each mark with what stood there when the sheet was taken along. */
export const sentSheet = v.object({
  session: id,
  marks: v.array(
    v.object({
      person: id,
      presence,
      hours: v.optional(v.number()),
      before: v.nullable(presence),
      // A device that took its sheet along before this was asked does not say it.
      hoursBefore: v.nullish(v.number())
    })
  )
});
export type SentSheet = v.InferOutput<typeof sentSheet>;

/** What becomes of each mark. One that cannot be written keeps none of the others out; `otherwise`: somebody else said otherwise. */
export type Sorted = {
  written: SentSheet['marks'];
  otherwise: string[];
  noSeat: string[];
  wrongHours: string[];
};

/** Nobody's mark is silently written over: a mark is only as good as what its maker saw when making it. */
export function sortMarks(
  sent: SentSheet['marks'],
  { session, seated, current }: { session: Span; seated: string[]; current: Mark[] }
): Sorted {
  const sorted: Sorted = { written: [], otherwise: [], noSeat: [], wrongHours: [] };
  for (const mark of sent) {
    if (!seated.includes(mark.person)) sorted.noSeat.push(mark.person);
    else if (
      isMarkedOtherwise(
        mark,
        current.find(({ person }) => person === mark.person)
      )
    )
      sorted.otherwise.push(mark.person);
    else if (attendedHours(session, mark) === null) sorted.wrongHours.push(mark.person);
    else sorted.written.push(mark);
  }
  return sorted;
}

function isMarkedOtherwise(
  { presence, hours, before, hoursBefore }: SentSheet['marks'][number],
  now: Mark | undefined
): boolean {
  if (!now) return before !== null;
  const same = (there: Presence | null, then: number | null | undefined) =>
    now.presence === there && (there !== 'partly' || then == null || now.hours === then);
  return !same(before, hoursBefore) && !same(presence, hours);
}

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
