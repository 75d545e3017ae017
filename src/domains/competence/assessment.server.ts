/** Observing somebody at work: opening an observation, ticking what was seen, reading it back as levels. */
import { addDays, dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
import { assessorRoles, assessedRoles, type AssessmentRefusal, type Context } from './assessment.ts';
import {
  forgetDraft,
  keepHarmAnswers,
  keepNote,
  timesOfDraft,
  type ItemTimes
} from './assessment-draft.server.ts';
import { lackingCertificateFor } from './certified-work.server.ts';
import { workOutAgreement } from './assessor-agreement.server.ts';
import { countedLevels } from './assessment-resolution.ts';
import { harmfulItems, unansweredItems, type HarmAnswers } from './harm-answer.ts';
import { answerPlans } from './practice-plan-closing.server.ts';
import { scenarioFor } from './scenario.server.ts';
import { deriveLevels, type ItemLevel } from './level.ts';
import { rubricsHere } from './rubric.server.ts';
import { newestRubric, rubricAt, ticksOn, type Rubric } from './rubric.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'competence.assessment-recorded': { assessment: string; person: string; harmful: boolean };
  }
}

export type NewObservation = {
  id: string;
  person: string;
  rubric: string;
  context: Context;
  observedOn: Day;
  /** Whom a coordinator asks to judge it; else it is whoever opens it. */
  firstAssessor?: string;
  secondAssessor?: string;
  /** Begun on a device without a signal, or asked of somebody else before: the rubric's version and the role-play are settled. */
  settled?: { version: number; scenario: string | null };
};

/** Opens an observation for its first assessor, and for a second where one is named. Gives the first's assessment. */
export async function openObservation(
  tx: Tx,
  observation: NewObservation,
  person: Person
): Promise<{ assessment: string } | { refusal: AssessmentRefusal }> {
  const { settled } = observation;
  const rubrics = await rubricsHere(tx);
  const rubric = settled
    ? rubricAt(rubrics, observation.rubric, settled.version)
    : newestRubric(rubrics, observation.rubric);
  const refusal = await refusalToOpen(tx, observation, rubric, person);
  if (refusal) return { refusal };
  await tx
    .insertInto('observations')
    .values({
      organisation_id: person.organisation.id,
      id: observation.id,
      person_id: observation.person,
      rubric: observation.rubric,
      rubric_version: rubric!.version,
      context: observation.context,
      observed_on: observation.observedOn,
      scenario: settled ? settled.scenario : await scenarioOf(tx, observation),
      opened_by: person.id,
      opened_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const [first, second] = askedFor(observation, person);
  const assessment = await askToAssess(tx, observation.id, first!, person);
  if (second) await askToAssess(tx, observation.id, second, person);
  return { assessment };
}

function askedFor({ firstAssessor, secondAssessor }: NewObservation, person: Person): string[] {
  return [firstAssessor ?? person.id, ...(secondAssessor ? [secondAssessor] : [])];
}

async function scenarioOf(tx: Tx, { context, person, rubric }: NewObservation): Promise<string | null> {
  return context === 'role-play' ? scenarioFor(tx, person, rubric) : null;
}

/** Whether an observation says something to the gate: one seen by somebody who does not count alone waits, unless harm was seen. */
export function saysSomething({ results, counts }: Observation, notAlone: readonly string[]): boolean {
  const done = results.filter(({ levels }) => levels);
  return (
    counts !== null &&
    (done.length > 1 || !notAlone.includes(done[0]!.assessor.id) || counts.some(({ level }) => level === 1))
  );
}

/** Asks somebody else to judge the same observation, on their own. */
export async function askSecondAssessor(
  tx: Tx,
  observation: string,
  second: string,
  person: Person
): Promise<AssessmentRefusal | null> {
  const seen = await tx
    .selectFrom('observations')
    .where('id', '=', observation)
    .select('person_id')
    .executeTakeFirst();
  if (!seen) return 'not-yours';
  if (seen.person_id === second) return 'oneself';
  if (!(await holdsRole(tx, second, assessorRoles))) return 'not-an-assessor';
  const today = dayIn(person.organisation.timeZone);
  if ((await lackingCertificateFor(tx, 'assessor', [second], today)).length > 0)
    return 'assessor-not-certified';
  const assessment = await askToAssess(tx, observation, second, person);
  return (await isWithdrawn(tx, assessment)) ? 'withdrawn' : null;
}

/** Whether whoever was asked has taken it back. */
export async function isWithdrawn(tx: Tx, assessment: string): Promise<boolean> {
  const row = await tx
    .selectFrom('assessment_withdrawals')
    .where('assessment_id', '=', assessment)
    .select('assessment_id')
    .executeTakeFirst();
  return row !== undefined;
}

export type NewResult = {
  assessment: string;
  ticks: string[];
  /** For the assessor and supervisors only. */
  note?: string;
  /** What was done about the harm that was seen, for each item in which any was. */
  harmAnswers?: HarmAnswers;
  startedAt?: Date;
  itemTimes?: ItemTimes;
};

/** Keeps what the assessor saw. Sent again unchanged it is the same result; changed ticks are refused. */
export async function recordResult(
  tx: Tx,
  { assessment, ticks, note, harmAnswers = {}, startedAt, itemTimes }: NewResult,
  assessor: Person
): Promise<AssessmentRefusal | null> {
  const mine = await assessmentsVisibleTo(tx, assessor)
    .where('assessments.id', '=', assessment)
    .where('assessments.assessor_id', '=', assessor.id)
    .executeTakeFirst();
  if (!mine) return (await isWithdrawn(tx, assessment)) ? 'withdrawn' : 'not-yours';
  const rubric = rubricAt(await rubricsHere(tx), mine.rubric, mine.rubric_version)!;
  const seen = [...ticksOn(rubric, ticks)].sort();
  if (unansweredItems(seen, harmAnswers).length > 0) return 'harm-unanswered';
  const draft = await timesOfDraft(tx, assessment);
  await keepSoonerDay(tx, mine, { begunAt: draft?.startedAt ?? startedAt ?? now() }, assessor);
  const kept = await tx
    .insertInto('assessment_results')
    .values({
      organisation_id: assessor.organisation.id,
      assessment_id: assessment,
      ticks: seen,
      recorded_at: now(),
      started_at: draft?.startedAt ?? startedAt ?? null,
      item_times: JSON.stringify({ ...draft?.itemTimes, ...itemTimes })
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('assessment_id')
    .executeTakeFirst();
  if (!kept) return (await sameTicks(tx, assessment, seen)) ? null : 'already-recorded';
  const about = { assessment, subject: mine.person_id };
  const answers = harmfulItems(seen).map((item) => ({ item, text: harmAnswers[item]!.trim() }));
  const harmful = answers.length > 0;
  if (harmful) await keepHarmAnswers(tx, about, answers, assessor);
  if (note?.trim()) await keepNote(tx, about, note.trim(), assessor);
  await forgetDraft(tx, assessment);
  await audit(tx, {
    action: 'assessment.recorded',
    subject: mine.person_id,
    thing: { kind: 'assessment', id: assessment }
  });
  await workOutAgreement(tx, mine.observation_id, assessor);
  await answerPlans(tx, (await observationOfAssessment(tx, assessment, assessor))!, assessor);
  await record(tx, 'competence.assessment-recorded', { assessment, person: mine.person_id, harmful });
  return null;
}

/** What was planned for a day still to come is handed in before: it was seen on the day it was begun. */
async function keepSoonerDay(
  tx: Tx,
  { observation_id, observed_on }: { observation_id: string; observed_on: Day },
  { begunAt }: { begunAt: Date },
  { organisation }: Person
): Promise<void> {
  const [begunOn, today] = [dayIn(organisation.timeZone, begunAt), dayIn(organisation.timeZone)];
  if (observed_on <= today) return;
  await tx
    .updateTable('observations')
    .set({ observed_on: begunOn < today ? begunOn : today })
    .where('id', '=', observation_id)
    .execute();
}

/** Assessments this person may know of, with whom they are about, by whom, and whether they are done; none that was taken back. */
function assessmentsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('assessments')
    .innerJoin('observations', 'observations.id', 'assessments.observation_id')
    .innerJoin('people as seen', 'seen.id', 'observations.person_id')
    .innerJoin('people as assessor', 'assessor.id', 'assessments.assessor_id')
    .leftJoin('assessment_withdrawals as withdrawal', 'withdrawal.assessment_id', 'assessments.id')
    .where('assessments.organisation_id', '=', person.organisation.id)
    .where('withdrawal.assessment_id', 'is', null)
    .select([
      'assessments.id',
      'assessments.observation_id',
      'assessments.assessor_id',
      'assessments.asked_at',
      'assessor.name as assessor_name',
      'observations.person_id',
      'seen.name as person_name',
      'observations.rubric',
      'observations.rubric_version',
      'observations.context',
      'observations.observed_on',
      'observations.scenario'
    ]);
}

export type Result = {
  assessment: string;
  assessor: { id: string; name: string };
  ticks: string[] | null;
  levels: ItemLevel[] | null;
  startedAt: Date | null;
  recordedAt: Date | null;
};
export type Observation = {
  id: string;
  person: { id: string; name: string };
  rubric: Rubric;
  context: Context;
  observedOn: Day;
  /** One for each assessor asked; without ticks while they are not in, or while the reader still owes their own. */
  results: Result[];
  scenario: string | null;
  /** What the assessors agreed in a conversation about the items on which they differed too far. */
  agreed: {
    levels: ItemLevel[];
    reason: string;
    by: string;
    /** The third assessor whose levels they are, where they were taken over. */
    from: string | null;
  } | null;
  /** The levels that count: the agreed ones, else the lower; null while nobody is in. */
  counts: ItemLevel[] | null;
};

/** The observations of one person, newest first; the whole history of their levels. */
export async function observationsOf(tx: Tx, helper: string, person: Person): Promise<Observation[]> {
  return gather(
    await withTicks(tx, person).where('observations.person_id', '=', helper).execute(),
    await rubricsHere(tx)
  );
}

/** The newest observation on a rubric of each of these people that anybody has handed in, as far as the reader may see. */
export async function newestObservationsOf(
  tx: Tx,
  { people, rubric }: { people: string[]; rubric: string },
  person: Person
): Promise<Observation[]> {
  if (people.length === 0) return [];
  const observations = gather(
    await withTicks(tx, person)
      .where('observations.person_id', 'in', people)
      .where('observations.rubric', '=', rubric)
      .execute(),
    await rubricsHere(tx)
  );
  const newest = new Map<string, Observation>();
  for (const observation of observations)
    if (observation.counts && !newest.has(observation.person.id))
      newest.set(observation.person.id, observation);
  return [...newest.values()];
}

/** The observation one assessment belongs to; null when the reader may not know of it. */
export async function observationOfAssessment(
  tx: Tx,
  assessment: string,
  person: Person
): Promise<Observation | null> {
  const rows = await withTicks(tx, person)
    .where('observations.id', 'in', (query) =>
      query.selectFrom('assessments as this').where('this.id', '=', assessment).select('this.observation_id')
    )
    .execute();
  return gather(rows, await rubricsHere(tx))[0] ?? null;
}

/** Assessments this person was asked for and has not done, oldest first. */
export function assessmentsToDo(tx: Tx, person: Person) {
  return assessmentsVisibleTo(tx, person)
    .where('assessments.assessor_id', '=', person.id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('assessment_results')
            .whereRef('assessment_results.assessment_id', '=', 'assessments.id')
            .select('assessment_id')
        )
      )
    )
    .orderBy('observations.observed_on');
}

/** Colleagues here who are assessed, or who may assess. */
export async function colleaguesWith(
  tx: Tx,
  roles: readonly string[]
): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .where('memberships.role', 'in', roles)
    .where('memberships.until', 'is', null)
    .where('memberships.organisation_id', '=', (query) => query.fn('current_organisation'))
    .select(['people.id', 'people.name'])
    .distinct()
    .orderBy('people.name')
    .execute();
}

// Nobody plans a role-play longer ahead; a later day is a slip in the date.
const aheadDaysMax = 90;

async function refusalToOpen(
  tx: Tx,
  observation: NewObservation,
  rubric: Rubric | null,
  person: Person
): Promise<AssessmentRefusal | null> {
  if (!rubric) return 'no-such-rubric';
  const asked = askedFor(observation, person);
  if ([person.id, ...asked].includes(observation.person)) return 'oneself';
  const { firstAssessor, observedOn, settled } = observation;
  const today = dayIn(person.organisation.timeZone);
  if (observedOn > (firstAssessor ? addDays(today, aheadDaysMax) : today)) return 'in-the-future';
  if (!(await holdsRole(tx, observation.person, assessedRoles))) return 'not-a-helper';
  // Whoever opens it for themselves holds one: the database asks.
  for (const other of firstAssessor ? asked : asked.slice(1))
    if (!(await holdsRole(tx, other, assessorRoles))) return 'not-an-assessor';
  // What was begun without a signal arrives late, and what is planned lies ahead: who may assess on the day itself counts.
  const day = settled || observedOn > today ? observedOn : today;
  const lacking = await lackingCertificateFor(tx, 'assessor', asked, day);
  return lacking.length > 0 ? 'assessor-not-certified' : null;
}

async function holdsRole(tx: Tx, person: string, roles: readonly string[]): Promise<boolean> {
  return (await colleaguesWith(tx, roles)).some(({ id }) => id === person);
}

/** Asks somebody to judge an observation, once. Gives their assessment. */
export async function askToAssess(
  tx: Tx,
  observation: string,
  assessor: string,
  by: Person
): Promise<string> {
  const organisation_id = by.organisation.id;
  await tx
    .insertInto('assessments')
    .values({
      organisation_id,
      id: newId(),
      observation_id: observation,
      assessor_id: assessor,
      asked_by: by.id,
      asked_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await tx
    .selectFrom('assessments')
    .where('observation_id', '=', observation)
    .where('assessor_id', '=', assessor)
    .select('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function sameTicks(tx: Tx, assessment: string, ticks: string[]): Promise<boolean> {
  const kept = await tx
    .selectFrom('assessment_results')
    .where('assessment_id', '=', assessment)
    .select('ticks')
    .executeTakeFirst();
  return kept?.ticks.join() === ticks.join();
}

function withTicks(tx: Tx, person: Person) {
  return assessmentsVisibleTo(tx, person)
    .leftJoin('assessment_results', 'assessment_results.assessment_id', 'assessments.id')
    .leftJoin('assessment_resolutions as resolution', 'resolution.observation_id', 'observations.id')
    .leftJoin('people as agreer', 'agreer.id', 'resolution.agreed_by')
    .select([
      'assessment_results.ticks',
      'assessment_results.started_at',
      'assessment_results.recorded_at',
      'resolution.levels as agreed_levels',
      'resolution.reason as agreed_reason',
      'resolution.taken_from as agreed_from',
      'agreer.name as agreed_by'
    ])
    .orderBy('observations.observed_on', 'desc')
    .orderBy('observations.opened_at', 'desc')
    .orderBy('assessments.asked_at')
    .orderBy('assessments.id');
}

type Row = Awaited<ReturnType<ReturnType<typeof withTicks>['execute']>>[number];

function gather(rows: Row[], rubrics: Rubric[]): Observation[] {
  return [...Map.groupBy(rows, ({ observation_id }) => observation_id).values()].map((assessments) => {
    const [first] = assessments as [Row, ...Row[]];
    const rubric = rubricAt(rubrics, first.rubric, first.rubric_version)!;
    const results = assessments.map(({ id, assessor_id, assessor_name, ticks, started_at, recorded_at }) => ({
      assessment: id,
      assessor: { id: assessor_id, name: assessor_name },
      ticks,
      levels: ticks && deriveLevels(rubric.items, new Set(ticks)),
      startedAt: started_at,
      recordedAt: recorded_at
    }));
    const done = results.flatMap(({ levels }) => (levels ? [levels] : []));
    const agreed = first.agreed_levels as ItemLevel[] | null;
    return {
      id: first.observation_id,
      person: { id: first.person_id, name: first.person_name },
      rubric,
      context: first.context as Context,
      observedOn: first.observed_on,
      scenario: first.scenario,
      agreed: agreed && {
        levels: agreed,
        reason: first.agreed_reason!,
        by: first.agreed_by!,
        from: results.find(({ assessment }) => assessment === first.agreed_from)?.assessor.name ?? null
      },
      counts: done.length > 0 ? countedLevels(done, agreed) : null,
      results
    };
  });
}
