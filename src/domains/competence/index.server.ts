/** Competence on the database: assessments, certificates, and where each helper stands. */
export {
  askSecondAssessor,
  assessmentsToDo,
  colleaguesWith,
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
export { achievementPng } from './badge-picture.server.ts';
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
export { resolve } from './assessment-resolution.server.ts';
export { addScenario, scenariosHere } from './scenario.server.ts';
export { assembleOfflineAssessment } from './offline-assessment.server.ts';
export { coRatingsVisibleTo } from './assessor-agreement.server.ts';
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
