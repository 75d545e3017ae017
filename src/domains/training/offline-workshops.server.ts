/** A workshop's test and evaluation without a signal: what a learner's device takes along and sends back. */
import { can, type Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineFieldKind, defineFieldPart } from '#platform/offline/index.server.ts';
import { m } from '#messages';
import { handIn } from './attempt.server.ts';
import { evaluationRefusals } from './evaluation.ts';
import { giveEvaluation, hasEvaluated } from './evaluation.server.ts';
import { testInWords } from './offline-told.server.ts';
import { sentEvaluation, sentTest, type WorkshopTaken } from './offline-workshops.ts';
import { paperOfTest } from './paper-test.server.ts';
import { quizRefusals } from './quiz.ts';
import { sessionsOf, workshopsVisibleTo } from './workshop.server.ts';
import { testOf } from './workshop-test.server.ts';

// Taken along in time, and answered late by whoever was long without a signal.
const daysAhead = 14;
const daysBack = 30;

export function assembleOfflineWorkshops(): void {
  defineFieldPart('workshops', workshopsFor);
  defineFieldKind({
    kind: 'workshop-test',
    permission: 'courses.take',
    payload: sentTest,
    title: m.training_field_workshops,
    inWords: testInWords,
    run: async (tx, { id, madeAt, payload }, person) => {
      const refusal = await handIn(tx, { ...payload, id, number: 1, madeAt }, person);
      return refusal && quizRefusals[refusal]();
    }
  });
  defineFieldKind({
    kind: 'evaluation',
    permission: 'courses.take',
    // Looked at by a colleague it would have a name on it.
    anonymous: true,
    payload: sentEvaluation,
    title: m.training_field_workshops,
    run: async (tx, { payload: { workshop, ...said } }, person) => {
      const refusal = await giveEvaluation(tx, workshop, said, person);
      return refusal && evaluationRefusals[refusal]();
    }
  });
}

/** The workshops near today in which this person has a seat and something to answer. Null for somebody who learns nothing here. */
async function workshopsFor(tx: Tx, person: Person): Promise<WorkshopTaken[] | null> {
  if (!can(person, 'courses.take')) return null;
  const days = (count: number) => new Date(now().getTime() + count * 24 * 60 * 60_000);
  const near = await workshopsVisibleTo(tx, person)
    .where('mine.seated_at', 'is not', null)
    .where('cancellation.cancelled_at', 'is', null)
    .where('dates.starts_at', '<', days(daysAhead))
    .where('dates.ends_at', '>', days(-daysBack))
    .orderBy('dates.starts_at')
    .execute();
  const taken: WorkshopTaken[] = [];
  for (const { id, title, time_zone, ends_at } of near) {
    const test = await testFor(tx, id, person);
    const evaluation = (await hasEvaluated(tx, id, person)) ? null : { from: ends_at.toISOString() };
    if (test || evaluation) taken.push({ id, title, timeZone: time_zone, test, evaluation });
  }
  return taken;
}

async function testFor(tx: Tx, workshop: string, person: Person): Promise<WorkshopTaken['test']> {
  const test = await testOf(tx, workshop);
  if (!test) return null;
  const answered = new Set(
    (
      await tx
        .selectFrom('quiz_attempts')
        .where('workshop_id', '=', workshop)
        .where('person_id', '=', person.id)
        .select('occasion')
        .execute()
    ).map(({ occasion }) => occasion)
  );
  const sessions = await sessionsOf(tx, workshop);
  const until = sessions[0]!.endsAt;
  const from = sessions.at(-1)!.startsAt;
  const before = answered.has('before') || until <= now() ? null : { until: until.toISOString() };
  const after = answered.has('after') ? null : { from: from.toISOString() };
  if (!before && !after) return null;
  const { course, version, quiz } = test;
  return {
    course,
    version,
    quiz: quiz.id,
    title: quiz.title,
    paper: paperOfTest(workshop, test, person.id),
    before,
    after
  };
}
