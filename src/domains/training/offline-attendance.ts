import * as v from 'valibot';
import { attendedHours, type Mark, type Presence } from './attendance.ts';
import type { Span } from './workshop.ts';

/** One session's sheet as a device takes it along. */
export type Sheet = {
  session: string;
  workshop: string;
  title: string;
  startsAt: string;
  hours: number;
  timeZone: string;
  /** Where it is, when it is in one of the rooms here. */
  room: string | null;
  people: Row[];
  /** Who came without a seat, on any day, and nobody has said yet who they are. */
  walkIns: Row[];
  /** Who waits for a seat or was invited: whoever comes without one is often among them. */
  others: { id: string; name: string }[];
};
type Row = { id: string; name: string; presence: Presence | null; hours: number | null };

export const presence = v.picklist(['present', 'partly', 'absent'] satisfies Presence[]);
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
