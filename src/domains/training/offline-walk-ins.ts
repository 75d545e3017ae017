/** Somebody who came without a seat, as a device writes them down and sends them. */
import * as v from 'valibot';
import { presence } from './offline-attendance.ts';

const id = v.pipe(v.string(), v.uuid());

/** One day's mark of them. The first that comes brings their name; every one carries it, so that any may be the first. */
export const sentWalkIn = v.object({
  session: id,
  /** Made on the device: the same person on another day has the same. */
  walkIn: id,
  /** Somebody who waits for a seat or was invited. */
  person: v.nullable(id),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  contact: v.pipe(v.string(), v.trim(), v.maxLength(500)),
  presence,
  hours: v.optional(v.number())
});
export type SentWalkIn = v.InferOutput<typeof sentWalkIn>;
