import * as v from 'valibot';
import type { Context } from './assessment.ts';
import type { ShownRubric } from './rubric-shown.ts';
import type { ScenarioWords } from './scenario.ts';

/** An assessment asked of somebody, as their device takes it along: whom, on what, and the words. */
export type OpenAssessment = {
  assessment: string;
  name: string;
  context: Context;
  observedOn: string;
  rubric: ShownRubric;
  scenario: ScenarioWords | null;
  /** What was drafted before the device took it along. */
  ticks: string[];
};

const textMax = 8000;
const instant = v.pipe(v.string(), v.isoTimestamp());
/** What a device sends back. */
export const sentAssessment = v.object({
  assessment: v.pipe(v.string(), v.uuid()),
  ticks: v.array(v.string()),
  itemTimes: v.record(v.string(), instant),
  startedAt: instant,
  note: v.pipe(v.string(), v.maxLength(textMax)),
  harmAnswer: v.pipe(v.string(), v.maxLength(textMax))
});
export type SentAssessment = v.InferOutput<typeof sentAssessment>;
