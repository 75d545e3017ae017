/** Competence: quality of support is assessed by what was seen, not assumed. */
export { agreementComplaints, type AgreementRefusal } from './agreement-refusal.ts';
export { fleissKappa, icc, weightedKappa, type Icc, type Table } from './agreement.ts';
export {
  assessmentRefusals,
  assessedRoles,
  helperRoles,
  assessorRoles,
  contexts,
  contextWords,
  type AssessmentRefusal,
  type Context
} from './assessment.ts';
export {
  achievementWords,
  badgeFormats,
  signerWords,
  badgeRefusals,
  bringRefusals,
  identityKinds,
  type BadgeFormat,
  type BadgeRefusal,
  type IdentityKind
} from './badge.ts';
export {
  certificateRefusals,
  certificateRemedies,
  certificateRoles,
  certificateRoleWords,
  roleNamed,
  countedHours,
  refusalsToCertify,
  suspensionRefusals,
  validityOf,
  validityWords,
  type CertificateFacts,
  type CertificateRefusal,
  type CertificateRole,
  type CertificateRule,
  type SuspensionRefusal,
  type Validity
} from './certificate.ts';
export {
  carefulLevels,
  columns,
  deriveLevel,
  deriveLevels,
  type Column,
  type ItemLevel,
  type ItemShape,
  type Level,
  type Ticks
} from './level.ts';
export {
  certifiedWorks,
  defaultPolicy,
  policySources,
  requiredOn,
  type CertifiedWork,
  type Policy
} from './policy.ts';
export {
  disputedItems,
  isLevel,
  resolutionRefusals,
  type ResolutionRefusal
} from './assessment-resolution.ts';
export type { Scenario } from './scenario.ts';
export { drawScenario, type ScenarioWords } from './scenario-draw.ts';
export {
  behaviours,
  newestRubric,
  newestRubrics,
  rubricAt,
  rubrics,
  type Language,
  type Rubric,
  type RubricItem
} from './rubric.ts';
export { shownIn, type ShownItem, type ShownRubric } from './rubric-shown.ts';
export {
  assessorsWithin,
  figuresOfAssessor,
  figuresOfItem,
  isBelow,
  type CoRating,
  type Figures
} from './assessor-agreement.ts';
export { compare, type Comparison } from './comparison.ts';
export { decisiveTicks, whyLevel } from './level-words.ts';
export { defaultRule, ruleSources } from './certificate-rule.ts';
export {
  appealDaysMax,
  appealOutcomes,
  appealOutcomeWords,
  appealRefusals,
  refusalToDecide,
  type AppealOutcome,
  type AppealRefusal
} from './appeal.ts';
export { suspensionTitle, suspensionWords, type LapseCause } from './certificate-lapse.ts';
export { reminderDue } from './certificate-reminder.ts';
export { heldWith, peopleBy, type CertifiedState, type Held } from './certified.ts';
export {
  developmentDefault,
  developmentKinds,
  developmentKindWords,
  developmentRefusals,
  enteredKinds,
  type Activity,
  type DevelopmentKind,
  type DevelopmentRule
} from './development.ts';
export {
  besideReference,
  calibrationDueOn,
  calibrationRefusals,
  nextPiece,
  passes,
  refusalToCalibrate,
  type CalibrationRefusal
} from './calibration.ts';
export { explained, type ExplainedItem } from './calibration-explained.ts';
export { transcripts, type TranscriptLine, type Voice } from './transcript.ts';
export {
  byQuarter,
  comparedWithColleagues,
  comparedWithReference,
  fallIn,
  type Compared,
  type QuarterShare
} from './assessor-drift.ts';
export {
  isTaskDone,
  outcomeOf,
  planOutcomeWords,
  planRefusals,
  practiceHelperRoles,
  suggestedDays,
  suggestedTasks,
  taskKinds,
  taskKindWords,
  type PlanOutcome,
  type PlanRefusal,
  type SuggestedTask,
  type TaskKind
} from './practice-plan.ts';
export { neededLevel, profileFrom, type Profile, type Seen } from './profile.ts';
export { cohortOf, type Cohort } from './cohort.ts';
export { textMax, unansweredItems, type HarmAnswers } from './harm-answer.ts';
export { thirdRefusals, type ThirdRefusal } from './third-assessor.ts';
export { sheetColumns, sheetOf } from './rubric-import.ts';
export { withdrawalCauses, withdrawalWords, type WithdrawalCause } from './assessment-withdrawal.ts';
export { scenarios } from './scenario.ts';
export { assessorsEach, shareEvenly, sharingRefusals } from './sharing-out.ts';
export { pieceCauses, pieceCauseWords } from './calibration-withdrawal.ts';
