/** Assessing without a signal: what was asked of an assessor goes along with its rubric and scenario, and comes back once. */
import { getLocale } from '#languages';
import { can, type Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineFieldKind, defineFieldPart } from '#platform/offline/index.server.ts';
import { m } from '#messages';
import { draftOf } from './assessment-draft.server.ts';
import { assessmentRefusals, type Context } from './assessment.ts';
import { assessmentsToDo, recordResult } from './assessment.server.ts';
import { answersIn, sentAssessment, type OpenAssessment, type SentAssessment } from './offline-assessment.ts';
import { assessmentInWords } from './offline-told.server.ts';
import { shownIn } from './rubric-shown.ts';
import { rubricsHere } from './rubric.server.ts';
import { rubricAt } from './rubric.ts';
import { scenariosHere } from './scenario.server.ts';

export function assembleOfflineAssessment(): void {
  defineFieldPart('assessments', openAssessmentsFor);
  defineFieldKind({
    kind: 'assessment',
    permission: 'assessments.record',
    payload: sentAssessment,
    title: m.competence_field_title,
    inWords: assessmentInWords,
    run: takeAssessment
  });
}

/** What was asked of this person and is not done. Null for somebody whose work it is not. */
async function openAssessmentsFor(tx: Tx, person: Person): Promise<OpenAssessment[] | null> {
  if (!can(person, 'assessments.record')) return null;
  const [rubrics, scenarios] = [await rubricsHere(tx), await scenariosHere(tx)];
  const open: OpenAssessment[] = [];
  for (const row of await assessmentsToDo(tx, person).execute()) {
    const scenario = scenarios.find(({ id }) => id === row.scenario);
    const draft = await draftOf(tx, { assessment: row.id, subject: row.person_id });
    open.push({
      assessment: row.id,
      name: row.person_name,
      context: row.context as Context,
      observedOn: row.observed_on,
      rubric: shownIn(rubricAt(rubrics, row.rubric, row.rubric_version)!, getLocale()),
      scenario: scenario?.words[getLocale()] ?? null,
      draft: draft && {
        ticks: draft.ticks,
        itemTimes: draft.itemTimes,
        startedAt: draft.startedAt.toISOString(),
        note: draft.note,
        harmAnswers: draft.harmAnswers
      }
    });
  }
  return open;
}

async function takeAssessment(
  tx: Tx,
  { payload }: { payload: SentAssessment },
  person: Person
): Promise<string | null> {
  const { assessment, ticks, itemTimes, note } = payload;
  const refusal = await recordResult(
    tx,
    {
      assessment,
      ticks,
      itemTimes,
      note,
      startedAt: new Date(payload.startedAt),
      harmAnswers: answersIn(payload)
    },
    person
  );
  return refusal && assessmentRefusals[refusal]();
}
