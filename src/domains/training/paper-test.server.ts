/** Entering what learners answered on paper to a workshop's test, one after the other. */
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { holdAttempts, isHandedIn, keepAttempt } from './attempt.server.ts';
import { peopleSeatedIn } from './enrolment.server.ts';
import { answeredAt, refusalToEnter, type PaperRefusal } from './paper-test.ts';
import type { Answers } from './question.ts';
import { paper, seedOf, type TestOccasion } from './quiz.ts';
import { trainersOf, sessionsOf, workshopsVisibleTo } from './workshop.server.ts';
import { testOf, type WorkshopTest } from './workshop-test.server.ts';

/** Whether somebody may enter papers of this workshop: who teaches it, and coordinators. */
export async function mayEnterPapers(tx: Tx, workshop: string, person: Person): Promise<boolean> {
  if (!can(person, 'attendance.mark')) return false;
  if (person.roles.includes('coordinator')) return true;
  return (await trainersOf(tx, workshop)).some(({ id }) => id === person.id);
}

/** Everybody meets the same questions on both occasions, and is told nothing about them in between. */
export function paperOfTest(workshop: string, { quiz }: Pick<WorkshopTest, 'quiz'>, learner: string) {
  return paper(quiz, seedOf(quiz.id, { occasion: 'before', workshop, person: learner, number: 1 }), false);
}

export type NewPaper = {
  id: string;
  workshop: string;
  occasion: TestOccasion;
  learner: string;
  answers: Answers;
};

/** Enters what somebody answered on paper, as their attempt. The same id again changes nothing. */
export async function enterPaper(tx: Tx, entered: NewPaper, person: Person): Promise<PaperRefusal | null> {
  const { id, workshop, occasion, learner, answers } = entered;
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found || learner === person.id || !(await mayEnterPapers(tx, workshop, person)))
    return 'not-yours-to-enter';
  const test = await testOf(tx, workshop);
  if (!test) return 'no-test';
  await holdAttempts(tx, test.quiz.id, { id: learner });
  if (await isHandedIn(tx, id, { id: learner })) return null;
  const learners = await learnersWithPapers(tx, workshop, occasion);
  const row = learners.find((one) => one.id === learner);
  if (!row) return 'no-seat';
  const at = now();
  const sessions = await sessionsOf(tx, workshop);
  const refusal = refusalToEnter({ answers, occasion, sessions, answered: row.answered !== null, at });
  if (refusal) return refusal;
  const { course, version, quiz } = test;
  const madeAt = answeredAt(occasion, sessions, at);
  const attempt = { id, course, version, quiz: quiz.id, occasion, workshop, number: 1, answers, madeAt };
  await keepAttempt(tx, attempt, quiz, { learner, enteredBy: person.id });
  await audit(tx, {
    action: 'workshop-test.entered',
    subject: learner,
    thing: { kind: 'quiz-attempt', id }
  });
  return null;
}

export type LearnerWithPaper = {
  id: string;
  name: string;
  /** Null while nothing is answered; `enteredBy` is null where they answered themself. */
  answered: { enteredBy: string | null; at: Date } | null;
};

/** Everybody with a seat, by name, and who of them has answered on this occasion, as far as the speaker may see. */
export async function learnersWithPapers(
  tx: Tx,
  workshop: string,
  occasion: TestOccasion
): Promise<LearnerWithPaper[]> {
  const attempts = await tx
    .selectFrom('quiz_attempts as attempt')
    .leftJoin('people as enterer', 'enterer.id', 'attempt.entered_by')
    .where('attempt.workshop_id', '=', workshop)
    .where('attempt.occasion', '=', occasion)
    .select(['attempt.person_id as person', 'attempt.received_at as at', 'enterer.name as enteredBy'])
    .execute();
  const answered = new Map(attempts.map(({ person, ...attempt }) => [person, attempt]));
  return (await peopleSeatedIn(tx, workshop)).map(({ person_id, name }) => ({
    id: person_id,
    name,
    answered: answered.get(person_id) ?? null
  }));
}

/** What was entered for this person from paper in a workshop: for their own page, as they did not see it happen. */
export async function enteredFor(tx: Tx, workshop: string, person: Person) {
  const rows = await tx
    .selectFrom('quiz_attempts as attempt')
    .innerJoin('people as enterer', 'enterer.id', 'attempt.entered_by')
    .where('attempt.workshop_id', '=', workshop)
    .where('attempt.person_id', '=', person.id)
    .select(['attempt.id', 'attempt.course_id as course', 'attempt.occasion', 'attempt.received_at as at'])
    .select('enterer.name as enteredBy')
    .orderBy('attempt.received_at')
    .execute();
  return rows.map(({ occasion, ...row }) => ({ ...row, occasion: occasion as TestOccasion }));
}
