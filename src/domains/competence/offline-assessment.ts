import * as v from 'valibot';
import { contexts, type Context } from './assessment.ts';
import { harmfulItems, textMax, type HarmAnswers } from './harm-answer.ts';
import type { ShownRubric } from './rubric-shown.ts';
import type { ScenarioWords } from './scenario-draw.ts';

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
const id = v.pipe(v.string(), v.uuid());
const seen = {
  ticks: v.array(v.string()),
  itemTimes: v.record(v.string(), instant),
  startedAt: instant,
  note: text,
  harmAnswers: v.optional(v.record(v.string(), text))
};
/** What a device sends back of what was asked. */
export const sentAssessment = v.object({
  assessment: id,
  ...seen,
  // From a device that has not been online since one answer stood for the whole assessment.
  harmAnswer: v.optional(text)
});
export type SentAssessment = v.InferOutput<typeof sentAssessment>;

/** What an assessor needs to begin an assessment where nobody can be asked: one rubric, its role-plays, and the people. */
export type ObservingTaken = {
  rubric: ShownRubric;
  scenarios: { id: string; words: ScenarioWords }[];
  /** Those who may be watched, and which of the role-plays each had. */
  people: { id: string; name: string; had: string[] }[];
  /** Those who may watch as well. */
  assessors: { id: string; name: string }[];
};
/** How somebody is watched, as it was begun on a device. */
export type BegunObservation = {
  observation: string;
  context: Context;
  observedOn: string;
  scenario: string | null;
  /** Who watches the same, on a device of their own. */
  together: string | null;
};
/** What a device sends back of what was begun on it. */
export const sentObservation = v.object({
  observation: id,
  person: id,
  rubric: v.string(),
  version: v.number(),
  context: v.picklist(contexts),
  observedOn: v.pipe(v.string(), v.isoDate()),
  scenario: v.nullable(v.string()),
  together: v.nullable(id),
  ...seen
});
export type SentObservation = v.InferOutput<typeof sentObservation>;

/** What was done about harm, item by item: an answer to the whole was one to each. */
export function answersIn({
  ticks,
  harmAnswers,
  harmAnswer
}: Pick<SentAssessment, 'ticks' | 'harmAnswers'> & { harmAnswer?: string }): HarmAnswers {
  return harmAnswers ?? Object.fromEntries(harmfulItems(ticks).map((item) => [item, harmAnswer ?? '']));
}
