/** Beginning an assessment without a signal: whom somebody may watch goes along, with rubrics and role-plays; what was seen comes back once. */
import { getLocale } from '#languages';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineFieldKind, defineFieldPart } from '#platform/offline/index.server.ts';
import { m } from '#messages';
import { assessedRoles, assessmentRefusals, assessorRoles } from './assessment.ts';
import { colleaguesWith, openObservation, recordResult } from './assessment.server.ts';
import { lackingCertificateFor } from './certified-work.server.ts';
import {
  answersIn,
  sentObservation,
  type ObservingTaken,
  type SentObservation
} from './offline-assessment.ts';
import { observationInWords } from './offline-told.server.ts';
import { shownIn } from './rubric-shown.ts';
import { rubricsHere } from './rubric.server.ts';
import { newestRubrics } from './rubric.ts';
import { scenariosHad, scenariosToGive } from './scenario.server.ts';

export function assembleOfflineObservation(): void {
  defineFieldPart('observing', observingFor);
  defineFieldKind({
    kind: 'observation',
    permission: 'assessments.record',
    payload: sentObservation,
    title: m.competence_field_title,
    inWords: observationInWords,
    run: takeObservation
  });
}

/** What is needed to watch somebody, rubric by rubric; nothing for who may not assess today. Null for somebody whose work it is not. */
async function observingFor(tx: Tx, person: Person): Promise<ObservingTaken[] | null> {
  if (!can(person, 'assessments.record')) return null;
  const today = dayIn(person.organisation.timeZone);
  const assessors = await certified(tx, await colleaguesWith(tx, assessorRoles), today);
  if (!assessors.some(({ id }) => id === person.id)) return [];
  const others = <One extends { id: string }>(people: One[]) => people.filter(({ id }) => id !== person.id);
  const had = await scenariosHad(tx);
  const people = others(await colleaguesWith(tx, assessedRoles)).map(({ id, name }) => ({
    ...{ id, name },
    had: had.get(id) ?? []
  }));
  const scenarios = await scenariosToGive(tx);
  return newestRubrics(await rubricsHere(tx)).map((rubric) => ({
    rubric: shownIn(rubric, getLocale()),
    scenarios: scenarios
      .filter((scenario) => scenario.rubric === rubric.id)
      .map(({ id, words }) => ({ id, words: words[getLocale()] })),
    people,
    assessors: others(assessors)
  }));
}

async function certified<One extends { id: string }>(tx: Tx, people: One[], today: Day): Promise<One[]> {
  const lacking = await lackingCertificateFor(
    tx,
    'assessor',
    people.map(({ id }) => id),
    today
  );
  return people.filter(({ id }) => !lacking.includes(id));
}

async function takeObservation(
  tx: Tx,
  { payload }: { payload: SentObservation },
  person: Person
): Promise<string | null> {
  // A device's clock may be ahead.
  const today = dayIn(person.organisation.timeZone);
  const sent = { ...payload, observedOn: payload.observedOn < today ? payload.observedOn : today };
  const { person: seen, rubric, version, context, observedOn, scenario } = sent;
  const opened = await openObservation(
    tx,
    {
      id: (await sameAs(tx, sent, person)) ?? sent.observation,
      ...{ person: seen, rubric, context, observedOn },
      secondAssessor: await whoMayWatchToo(tx, sent),
      settled: { version, scenario }
    },
    person
  );
  if ('refusal' in opened) return assessmentRefusals[opened.refusal]();
  const { ticks, itemTimes, note, startedAt } = sent;
  const refusal = await recordResult(
    tx,
    {
      assessment: opened.assessment,
      ...{ ticks, itemTimes, note },
      startedAt: new Date(startedAt),
      harmAnswers: answersIn(sent)
    },
    person
  );
  return refusal && assessmentRefusals[refusal]();
}

// Somebody who assesses no more, or lost the certificate meanwhile, does not keep out what the other one saw.
async function whoMayWatchToo(
  tx: Tx,
  { together, person, observedOn }: SentObservation
): Promise<string | undefined> {
  if (!together || together === person) return undefined;
  const assessors = (await colleaguesWith(tx, assessorRoles)).filter(({ id }) => id === together);
  return (await certified(tx, assessors, observedOn))[0]?.id;
}

/**
 * The observation that this was, if the other of two who watched together has sent theirs: on the same day, of the same person, on the
 * same rubric, and either they named this assessor and wait, or this one names them. Neither device could ask the other.
 */
async function sameAs(
  tx: Tx,
  { observation, person, rubric, version, context, observedOn, scenario, together }: SentObservation,
  assessor: Person
): Promise<string | null> {
  const alike = await tx
    .selectFrom('observations')
    .leftJoin('assessments as mine', (join) =>
      join.onRef('mine.observation_id', '=', 'observations.id').on('mine.assessor_id', '=', assessor.id)
    )
    .leftJoin('assessment_results as done', 'done.assessment_id', 'mine.id')
    .leftJoin('assessment_withdrawals as withdrawal', 'withdrawal.assessment_id', 'mine.id')
    .where('observations.organisation_id', '=', assessor.organisation.id)
    .where('observations.person_id', '=', person)
    .where('observations.rubric', '=', rubric)
    .where('observations.rubric_version', '=', version)
    .where('observations.context', '=', context)
    .where('observations.observed_on', '=', observedOn)
    .where('done.assessment_id', 'is', null)
    // Whoever took theirs back watched again later, and begins anew.
    .where('withdrawal.assessment_id', 'is', null)
    .where(({ or, eb }) => or([eb('mine.id', 'is not', null), eb('observations.opened_by', '=', together)]))
    .select(['observations.id', 'observations.scenario'])
    .orderBy('observations.opened_at')
    .execute();
  return (
    (
      alike.find(({ id }) => id === observation) ??
      alike.find((other) => other.scenario === scenario) ??
      alike[0]
    )?.id ?? null
  );
}
