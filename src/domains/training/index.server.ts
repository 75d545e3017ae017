/** Training's door for other rooms' servers and for pages: see each function for its refusals. */
import { defineSweep } from '#platform/jobs/index.server.ts';
import { sendInvitations } from './calendar.server.ts';
import { assembleOfflineAttendance } from './offline-attendance.server.ts';
import { assembleOfflineCourses } from './offline-courses.server.ts';
import { remindOfTomorrow } from './reminder.server.ts';

export { trainingImport } from './import.server.ts';
export { markAttendance, marksOf, trainingHoursOf } from './attendance.server.ts';
export { cancelWorkshop, changeWorkshop, versionsOf } from './change.server.ts';
export { costOfWorkshop, postWorkshopCost, type NewWorkshopCost } from './cost.server.ts';
export {
  cancelEnrolment,
  colleaguesToEnrol,
  enrol,
  enrolmentsOf,
  type NewEnrolment
} from './enrolment.server.ts';
export {
  scheduleWorkshop,
  sessionsOf,
  trainersIn,
  trainersOf,
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
export { evaluationOf, giveEvaluation, refusalToEvaluate } from './evaluation.server.ts';
export { gainOfWorkshop, refusalToTest, setWorkshopTest, testOf } from './workshop-test.server.ts';
export { todayFor } from './today.server.ts';

/** Registers reminders on the day before, dates for calendars, and what devices take along and send back. */
export function assembleTraining(): void {
  defineSweep('training-reminders', 60, remindOfTomorrow);
  defineSweep('training-invitations', 20, sendInvitations);
  assembleOfflineAttendance();
  assembleOfflineCourses();
}
export {
  adoptCurricula,
  modulesOf,
  modulesVisibleTo,
  pathsVisibleTo,
  publishModule,
  publishPath,
  versionsOfPath
} from './curriculum.server.ts';
export { learnersOn, missingBefore, pathsOf, standingsOn, type TestsOf } from './progress.server.ts';
export { setTaught, taughtIn, workshopsTeaching } from './teaching.server.ts';
export { transcriptOf } from './transcript.server.ts';
export { calendarByFeed, calendarOfWorkshop, closeFeed, feedOf, openFeed } from './calendar.server.ts';
export { attendByTicket, codeToShow, roomOf, ticketFor } from './attendance-code.server.ts';
export { nameBadges, type NameBadges } from './name-badges.server.ts';
export { attendeesOf, coursesPassedBy, workshopsAttendedBy } from './attended.server.ts';
export { letTrainersBeAskedOf } from './trainer.server.ts';
