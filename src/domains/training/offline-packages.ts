/** A package as a device takes it along, and what it sends back of it. */
import * as v from 'valibot';
import type { Learner, PackageEdition, PackageItem } from './package.ts';

/** How a kept package lies on a device: the length of its list of parts, the list, and the parts one after the other. */
export type KeptPart = { path: string; type: string; bytes: number };
export const listLengthBytes = 4;

export type PackageTaken = {
  id: string;
  title: string;
  edition: PackageEdition;
  /** Where it plays, at the lessons' own address; null where there is none, or the package keeps an order of its own. */
  stage: string | null;
  /** Where its parts are fetched from, in one piece. */
  address: string;
  learner: Learner;
  items: ItemTaken[];
};
/** `kept` is what its script goes on from, `base` the word of it that the server heard last, `says` how the learner stands. */
export type ItemTaken = PackageItem & {
  says: string;
  kept: Record<string, unknown> | null;
  base: number | null;
  seconds: number;
};

const id = v.pipe(v.string(), v.uuid());
const sequence = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));
/** The last word of a script in one sitting. `base` is the word it began from: was another heard since, this is an attempt of its own. */
export const sentPlay = v.object({
  course: id,
  package: id,
  item: v.pipe(v.string(), v.maxLength(200)),
  base: v.nullable(sequence),
  sequence,
  cmi: v.record(v.string(), v.unknown())
});
export type SentPlay = v.InferOutput<typeof sentPlay>;
