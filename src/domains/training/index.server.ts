/** Training's door for other rooms' servers and for pages: see each function for its refusals. */
import { subscribe } from '#platform/events/index.server.ts';
import { defineSweep } from '#platform/jobs/index.server.ts';
import { sendInvitations } from './calendar.server.ts';
import { forgetLearning } from './erasure.server.ts';
import { assembleOfflineAttendance } from './offline-attendance.server.ts';
import { assembleOfflineCourses } from './offline-courses.server.ts';
import { sendStatements } from './record-store.server.ts';
import { assembleOfflineWalkIns } from './offline-walk-ins.server.ts';
import { assembleOfflineWorkshops } from './offline-workshops.server.ts';
import { remindOfInvitations } from './invitation.server.ts';
import { forgetOldWalkIns } from './walk-in.server.ts';
import { remindOfTomorrow } from './reminder.server.ts';

export { trainingImport } from './import.server.ts';
export { markAttendance, marksOf, trainingHoursOf } from './attendance.server.ts';
export { cancelWorkshop, changeWorkshop, versionsOf } from './change.server.ts';
export { costOfWorkshop, postWorkshopCost, type NewWorkshopCost } from './cost.server.ts';
export {
  cancelEnrolment,
  colleaguesToEnrol,
  enrol,
  enrolEach,
  enrolmentsOf,
  peopleSeatedIn,
  type NewEnrolment
} from './enrolment.server.ts';
export {
  scheduleWorkshop,
  sessionsOf,
  trainersIn,
  trainersOf,
  isTaughtNowBy,
  workshopsVisibleTo
} from './workshop.server.ts';
export {
  askForCourse,
  beginCourse,
  coursesAskedOf,
  coursesVisibleTo,
  draftsVisibleTo,
  finishLessons,
  leaveBookmark,
  publishCourse,
  saveDraft,
  takeUpCourse
} from './course.server.ts';
export { addMedia, mediaOf, mediaRefusals, openMedia } from './course-media.server.ts';
export { lessonHtml } from './lesson-text.server.ts';
export {
  handIn,
  keepAnswers,
  keptAnswers,
  openAttempt,
  standingIn,
  type NewAttempt,
  type Sitting
} from './attempt.server.ts';
export { cohortOfCourse, cohortOfWorkshop, itemsOfQuiz, type Learner } from './cohort.server.ts';
export {
  evaluationOf,
  evaluationsOver,
  giveEvaluation,
  refusalToEvaluate,
  type EvaluationResult
} from './evaluation.server.ts';
export {
  gainOfWorkshop,
  gainOver,
  refusalToTest,
  setWorkshopTest,
  testOf,
  type GainOverWorkshops
} from './workshop-test.server.ts';
export { todayFor } from './today.server.ts';

/** Registers reminders on the day before, dates for calendars, and what devices take along and send back. */
export function assembleTraining(): void {
  defineSweep('training-reminders', 60, remindOfTomorrow);
  defineSweep('training-invitations', 20, sendInvitations);
  defineSweep('training-statements', 30, sendStatements);
  defineSweep('training-answers', 3600, remindOfInvitations);
  defineSweep('forget-walk-ins', 3600, forgetOldWalkIns);
  assembleOfflineAttendance();
  assembleOfflineWalkIns();
  assembleOfflineCourses();
  assembleOfflineWorkshops();
  subscribe('people.erased', forgetLearning);
}
export {
  adoptCurricula,
  modulesOf,
  modulesVisibleTo,
  pathsVisibleTo,
  publishModule,
  publishPath,
  versionsOfModule,
  versionsOfPath
} from './curriculum.server.ts';
export { learnersOn, missingBefore, pathsOf, standingsOn } from './progress.server.ts';
export { setTaught, taughtIn, workshopsTeaching } from './teaching.server.ts';
export { transcriptOf } from './transcript.server.ts';
export { calendarByFeed, calendarOfWorkshop, closeFeed, feedOf, openFeed } from './calendar.server.ts';
export { attendByTicket, codeToShow, roomOf, ticketFor } from './attendance-code.server.ts';
export { nameBadges, type NameBadges } from './name-badges.server.ts';
export {
  addPackage,
  editionOfVisit,
  openPart,
  packagesOf,
  removePackage,
  type NewPackage
} from './package.server.ts';
export { packageCompletionsOf } from './package-completion.server.ts';
export { bundleOf } from './offline-packages.server.ts';
export { opensNowTo } from './package-place.server.ts';
export { leaveItem, openItem, saveReport, visitOf, waysOfVisit } from './package-visit.server.ts';
export { pseudonymsOf } from './learner-pseudonym.server.ts';
export { statementsAbout, statementsOfCourse } from './statement.server.ts';
export {
  consentOf,
  deliveredTo,
  endRecordStore,
  giveConsent,
  recordStoreOf,
  setRecordStore,
  withdrawConsent
} from './record-store.server.ts';
export { moduleTests, partsToPass, setModuleTest, testsOffered, testsTakenBy } from './module-test.server.ts';
export { taughtBy, trainersHere, workshopsTestedBy, type Taught } from './trainer.server.ts';
export { aboutMe } from './erasure.server.ts';
export {
  addRoom,
  addVenue,
  bookingsOf,
  changeRoom,
  closeRoom,
  openRooms,
  roomOfWorkshop,
  roomsOfDays,
  roomsVisibleTo,
  venuesVisibleTo
} from './room.server.ts';
export {
  answerInvitation,
  invitationsOf,
  invitationsToAnswer,
  invitationTo,
  inviteTo,
  withdrawInvitation
} from './invitation.server.ts';
export { missingFor } from './enrolment.server.ts';
export { setTrainingPolicy, trainingPolicies, trainingPolicyOn } from './policy.server.ts';
export {
  feesPaid,
  myStipends,
  payStipends,
  receiveFee,
  setTerms,
  stipendList,
  stipendListsOf,
  stipendsDue,
  termsOf
} from './stipend.server.ts';
export { signatureList } from './signature-list.server.ts';
export {
  accountsOf,
  entriesOfWorkshop,
  letEvidenceComeFrom,
  workshopsByPath,
  type AccountFilter,
  type WorkshopAccount
} from './training-cost.server.ts';
export { trainingRecord } from './training-record.server.ts';
export { attendeesOf, coursesPassedBy, workshopsAttendedBy, workshopsTaughtBy } from './attended.server.ts';
export { letTrainersBeAskedOf } from './trainer-certificate.server.ts';
export { changeLine, isCharged, lineChangesOf } from './budget-line.server.ts';
export { registerOfWorkshop } from './register.server.ts';
export { changeTrainers } from './trainers.server.ts';
export { changeWords, wordsBefore } from './words.server.ts';
export { linkWalkIn, peopleToLink, removeWalkIn, someCameWithoutSeat, walkInsOf } from './walk-in.server.ts';
export {
  enteredFor,
  enterPaper,
  learnersWithPapers,
  mayEnterPapers,
  paperOfTest
} from './paper-test.server.ts';
export { testPaper } from './test-paper.server.ts';
