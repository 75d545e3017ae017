/** What a form with ticks needs in the browser, without the words of every rubric, which only the server holds. */
export { agreementRefusals } from '../agreement-refusal.ts';
export type { Comparison } from '../comparison.ts';
export { contexts, contextWords } from '../assessment.ts';
export { columns, deriveLevel, type Column, type ItemLevel, type Level } from '../level.ts';
export { decisiveTicks, whyLevel } from '../level-words.ts';
export type { ShownRubric } from '../rubric-shown.ts';
export { drawScenario, sharedLot, type ScenarioWords } from '../scenario-draw.ts';
export type {
  AssessmentDraft,
  BegunObservation,
  ObservingTaken,
  OpenAssessment,
  SentAssessment,
  SentObservation
} from '../offline-assessment.ts';
export { harmfulItems, textMax, type HarmAnswers } from '../harm-answer.ts';
export type { ExplainedItem } from '../calibration-explained.ts';
export type { TranscriptLine } from '../transcript.ts';
