/** Measures: standard questionnaires, their scores, and whether somebody's scores really changed. */
export {
  changeBetween,
  reliableChangeIndex,
  reliableChangePoints,
  type Change,
  type ChangeClass
} from './change.ts';
export { cutOffFor, type CutOff } from './cut-off.ts';
export {
  instrumentIds,
  instruments,
  isInstrument,
  type Instrument,
  type InstrumentId
} from './instrument.ts';
export { isOldAnswer } from './old-answer.ts';
export { answersFrom } from './questionnaire.ts';
export {
  asksAboutItem9,
  bandWords,
  flagWords,
  score,
  scoreMax,
  scoreOfTotal,
  scoreRefusals,
  type Answers,
  type Band,
  type Flag,
  type Score,
  type ScoreRefusal
} from './score.ts';
