import * as v from 'valibot';
import type { Context } from './assessment.ts';
import { harmfulItems, textMax, type HarmAnswers } from './harm-answer.ts';
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
  draft: AssessmentDraft | null;
};
/** Everything somebody put into the form, handed in or not. */
export type AssessmentDraft = {
  ticks: string[];
  itemTimes: Record<string, string>;
  startedAt: string;
  note: string;
  harmAnswers: HarmAnswers;
};

const instant = v.pipe(v.string(), v.isoTimestamp());
const text = v.pipe(v.string(), v.maxLength(textMax));
/** What a device sends back. */
export const sentAssessment = v.object({
  assessment: v.pipe(v.string(), v.uuid()),
  ticks: v.array(v.string()),
  itemTimes: v.record(v.string(), instant),
  startedAt: instant,
  note: text,
  harmAnswers: v.optional(v.record(v.string(), text)),
  // From a device that has not been online since one answer stood for the whole assessment.
  harmAnswer: v.optional(text)
});
export type SentAssessment = v.InferOutput<typeof sentAssessment>;

/** What was done about harm, item by item: an answer to the whole was one to each. */
export function answersIn({
  ticks,
  harmAnswers,
  harmAnswer
}: Pick<SentAssessment, 'ticks' | 'harmAnswers' | 'harmAnswer'>): HarmAnswers {
  return harmAnswers ?? Object.fromEntries(harmfulItems(ticks).map((item) => [item, harmAnswer ?? '']));
}
