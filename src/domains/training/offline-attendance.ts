import * as v from 'valibot';
import type { Mark, Presence } from './attendance.ts';

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

/** The people whom somebody else has marked meanwhile, and otherwise: nobody's mark is silently written over. */
export function markedOtherwise(sent: SentSheet['marks'], current: Mark[]): string[] {
  const stands = new Map(current.map((mark) => [mark.person, mark]));
  return sent
    .filter(({ person, presence, hours, before, hoursBefore }) => {
      const now = stands.get(person);
      if (!now) return before !== null;
      const same = (there: Presence | null, then: number | null | undefined) =>
        now.presence === there && (there !== 'partly' || then == null || now.hours === then);
      return !same(before, hoursBefore) && !same(presence, hours);
    })
    .map(({ person }) => person);
}
