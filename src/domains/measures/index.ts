/** Measures: standard questionnaires, their scores, and whether somebody's scores really changed. */
export {
  changeBetween,
  changeWords,
  reliableChangeIndex,
  reliableChangePoints,
  type Change,
  type ChangeClass
} from './change.ts';
export { cutOffFor, cutOffs, type CutOff } from './cut-off.ts';
export {
  instrumentIds,
  instruments,
  isInstrument,
  type Instrument,
  type InstrumentId
} from './instrument.ts';
export { freshAnswerDays, isOldAnswer } from './old-answer.ts';
export { answersFrom, instrumentTitles } from './questionnaire.ts';
export {
  bandWords,
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
