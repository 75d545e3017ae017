import * as v from 'valibot';
import type { Mark, Presence } from './attendance.ts';

/** One session's sheet as a device takes it along. */
export type Sheet = {
  session: string;
  title: string;
  startsAt: string;
  hours: number;
  timeZone: string;
  people: { id: string; name: string; presence: Presence | null; hours: number | null }[];
};

const presence = v.picklist(['present', 'partly', 'absent'] satisfies Presence[]);
const id = v.pipe(v.string(), v.uuid());
/** What a device sends back: each mark with what stood there when the sheet was taken along. */
export const sentSheet = v.object({
  session: id,
  marks: v.array(
    v.object({ person: id, presence, hours: v.optional(v.number()), before: v.nullable(presence) })
  )
});
export type SentSheet = v.InferOutput<typeof sentSheet>;

/** The people whom somebody else has marked meanwhile, and otherwise: nobody's mark is silently written over. */
export function markedOtherwise(sent: SentSheet['marks'], current: Mark[]): string[] {
  const stands = new Map(current.map((mark) => [mark.person, mark.presence]));
  return sent
    .filter(({ person, presence, before }) => {
      const now = stands.get(person) ?? null;
      return now !== before && now !== presence;
    })
    .map(({ person }) => person);
}
