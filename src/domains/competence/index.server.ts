/** Competence on the database: assessments, certificates, and where each helper stands. */
import { defineSweep } from '#platform/jobs/index.server.ts';
import { suspendLapsed } from './certificate-lapse.server.ts';
import { remindOfEnding } from './certificate-reminder.server.ts';

export {
  askSecondAssessor,
  assessmentsToDo,
  colleaguesWith,
  newestObservationsOf,
  observationOfAssessment,
  observationsOf,
  openObservation,
  recordResult,
  type Observation
} from './assessment.server.ts';
export {
  badgeFile,
  badgesOf,
  issueBadge,
  revokeBadge,
  revokeBadges,
  type Asker,
  type BadgeWanted
} from './badge.server.ts';
export { achievementPng, achievementSvg } from './badge-picture.server.ts';
export { checkBadge, checkBadgeFrom, statusListNamed } from './badge-status.server.ts';
export {
  bringBadge,
  broughtBadgesOf,
  checkBroughtBadge,
  removeBroughtBadge,
  type BroughtBadge
} from './brought-badge.server.ts';
export {
  certificatesVisibleTo,
  issueCertificate,
  liftSuspension,
  suspendCertificate,
  suspensionsOf,
  validityShown
} from './certificate.server.ts';
export { certificateImport } from './import.server.ts';
export { policyOn, setPolicy } from './policy.server.ts';
export { confidedIn, draftOf, keepDraft, lookAtHarm, type ItemTimes } from './assessment-draft.server.ts';
export { maySettle, resolve, takeThird } from './assessment-resolution.server.ts';
export { askThird, thirdsFor } from './third-assessor.server.ts';
export { addScenario, restingScenarios, scenariosHere } from './scenario.server.ts';
export { restScenario, wakeScenario } from './scenario-rest.server.ts';
export { assembleOfflineAssessment } from './offline-assessment.server.ts';
export { assembleOfflineObservation } from './offline-observation.server.ts';
export {
  addPiece,
  calibrate,
  calibrationAhead,
  calibrationsOf,
  openRecording,
  piecesHere,
  referenceOf
} from './calibration.server.ts';
export {
  addTask,
  completeTask,
  endPlan,
  makePlan,
  plansOf,
  planVisibleTo,
  practiceNeededBy,
  type NewTask,
  type PracticePlan
} from './practice-plan.server.ts';
export { assessorsNotAlone, coRatingsVisibleTo } from './assessor-agreement.server.ts';
export { rubricImport } from './rubric-import.server.ts';
export { rubricsHere } from './rubric.server.ts';
export { organisationDay, standingOf, type Standing } from './standing.server.ts';
export { certificatePaper } from './paper.server.ts';
export {
  certifiedHelpers,
  roster,
  rosterFilters,
  type RosterEntry,
  type RosterFilter
} from './roster.server.ts';
export { todayFor } from './today.server.ts';
export { certificateFacts, letConcernsComeFrom, letFactsComeFrom } from './certificate-facts.server.ts';
export { ruleOn, rulesSet, setRule, type RuleInForce } from './certificate-rule.server.ts';
export { appeal, appealsVisibleTo, appealWords, decideAppeal, mayAppeal } from './appeal.server.ts';
export { certificatesOn, evidenceOf, kindsCounted } from './evidence.server.ts';
export { lackingCertificateFor } from './certified-work.server.ts';
export {
  decideDevelopment,
  developmentSince,
  enterDevelopment,
  entriesOf,
  entriesToConfirm,
  letDevelopmentComeFrom
} from './development.server.ts';
export { certificatesHeld } from './certified.server.ts';
export { renewalsOf } from './certificate-renewal.server.ts';

// The gate asks on its own at every match; a badge shown elsewhere has only this.
const lapseEverySeconds = 60;
const reminderEverySeconds = 3600;

/** Registers what this room does by itself. */
export function assembleCompetence(): void {
  defineSweep('certificate-lapses', lapseEverySeconds, suspendLapsed);
  defineSweep('certificate-reminders', reminderEverySeconds, remindOfEnding);
}
export { firstCertificates } from './first-certificate.server.ts';
export { openObservations } from './group-observation.server.ts';
export { waitingForSecond } from './second-needed.server.ts';
export { withdrawAssessment } from './assessment-withdrawal.server.ts';
export { sharedOut, shareOut, type Share, type Shared } from './sharing-out.server.ts';
export { withdrawPiece } from './calibration-withdrawal.server.ts';
