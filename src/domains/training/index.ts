/** Training's rules and words, without a database. */
export {
  attendanceRefusals,
  hasBegun,
  markInWords,
  presenceNames,
  type AttendanceRefusal,
  type Mark,
  type Presence
} from './attendance.ts';
export { changeRefusals, type ChangeRefusal, type WorkshopChange } from './change.ts';
export type { SentSheet, Sheet } from './offline-attendance.ts';
export {
  marksToSend,
  sheetsInOrder,
  standingMarks,
  type ShownMark,
  type TouchedMarks
} from './sheet-on-device.ts';
export { workshopCostRefusals, type WorkshopCostRefusal } from './cost.ts';
export {
  cancellationRefusals,
  enrolmentRefusals,
  type CancellationRefusal,
  type EnrolmentRefusal
} from './enrolment.ts';
export {
  scheduleRefusals,
  workshopKindNames,
  workshopKinds,
  type NewWorkshop,
  type ScheduleRefusal,
  type Session,
  type WorkshopKind
} from './workshop.ts';
export {
  pathEnds,
  pathNames,
  pathRefusals,
  wordsIn,
  type PathEnd,
  type PathModule,
  type PathRefusal,
  type Words
} from './curriculum.ts';
export { pathShown, type ShownPathModule } from './path-shown.ts';
export { standingNames, type ModuleFacts, type Standing } from './progress.ts';
export { teachRefusals, type TaughtModule, type TeachRefusal } from './teaching.ts';
export { presentRefusals, refusalOfMoment, type PresentRefusal } from './attendance-code.ts';
export {
  draftRefusals,
  nextLesson,
  wordsOfFault,
  type CourseContent,
  type DraftRefusal,
  type Lesson
} from './course.ts';
export {
  answersIn,
  caseGoingOn,
  notesOn,
  question,
  questionKindNames,
  questionKinds,
  type Answer,
  type Answers,
  type Asked,
  type Notes,
  type Question,
  type QuestionKind
} from './question.ts';
export { newQuiz, paper, quizRefusals, seedOf, type Occasion, type Quiz } from './quiz.ts';
export type { CourseTaken, SentAttempt, SentLessons } from './offline-courses.ts';
export {
  evaluationAnswersMin,
  evaluationItemNames,
  evaluationItems,
  evaluationRefusals
} from './evaluation.ts';
export { itemAnalysisMin, itemVerdicts, verdictOn } from './item-analysis.ts';
export {
  contentsOf,
  isDone,
  isOver,
  packageRefusals,
  packageStandingNames,
  reported,
  reportRefusals,
  startOf,
  stepAskedFor,
  visitRefusals,
  type PackageRefusal
} from './package.ts';
export {
  listLengthBytes,
  type ItemTaken,
  type KeptPart,
  type PackageTaken,
  type SentPlay
} from './offline-packages.ts';
export { newRecordStore } from './record-store.ts';
export { moduleTestRefusals, testKey, type ModuleTest, type ModuleTestRefusal } from './module-test.ts';
export type { Gain } from './gain.ts';
export type { SentEvaluation, SentTest, WorkshopTaken } from './offline-workshops.ts';
export type { EvaluationItem } from './evaluation.ts';
export { wordsOfPlan, type Clash } from './clash.ts';
export { lineChangeRefusals } from './budget-line.ts';
export { accesses, accessNames, roomRefusals, wordsOfRoom } from './room.ts';
export type { Access, NewRoom, NewVenue } from './room.ts';
export {
  invitationRefusals,
  remindedAfterDays,
  withdrawalRefusals,
  type InvitationAnswer
} from './invitation.ts';
export {
  competenceShownBy,
  competenceShownByNames,
  prerequisiteRuleNames,
  prerequisiteRules,
  type TrainingPolicy
} from './policy.ts';
export { feeRefusals, stipendRefusals, termsRefusals, type Terms } from './stipend.ts';
export { sumsOf, type Accounted, type Evidence, type Sum } from './competent.ts';
export { trainersRefusals } from './trainers.ts';
export type { RegisterRow } from './register.ts';
export { wordRefusals, type WorkshopWords } from './words.ts';
export { walkInsOn } from './sheet-on-device.ts';
export type { SentWalkIn } from './offline-walk-ins.ts';
export { walkInDaysMax, walkInRefusals, walkInRemovals, type WalkIn, type WalkInRemoval } from './walk-in.ts';
export { paperRefusals, toldOfPaper } from './paper-test.ts';
export { testNames, type TestOccasion } from './quiz.ts';
export { answerInWords } from './answer-words.ts';
