/** Taking back an assessment that was not made: it waits for nobody any more, and nothing is handed in for it. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { forgetDraft } from './assessment-draft.server.ts';
import { assessmentsToDo, observationOfAssessment } from './assessment.server.ts';
import type { WithdrawalCause } from './assessment-withdrawal.ts';
import { answerPlans } from './practice-plan-closing.server.ts';

/** Only one's own, and only before it is handed in; false where there is none such. Whoever else was asked is still asked. */
export async function withdrawAssessment(
  tx: Tx,
  { assessment, cause }: { assessment: string; cause: WithdrawalCause },
  person: Person
): Promise<boolean> {
  const mine = await assessmentsToDo(tx, person).where('assessments.id', '=', assessment).executeTakeFirst();
  if (!mine) return false;
  await takeBack(tx, { assessment, cause, subject: mine.person_id }, person);
  await forgetDraft(tx, assessment);
  // A plan to practise waits for all who were asked; what the others saw may answer it now.
  const left = await observationOfAssessment(tx, assessment, person);
  if (left) await answerPlans(tx, left, person);
  return true;
}

/** Writes down that it waits for nobody any more; `given-on` where it now waits for somebody else. */
export async function takeBack(
  tx: Tx,
  {
    assessment,
    cause,
    subject
  }: { assessment: string; cause: WithdrawalCause | 'given-on'; subject: string },
  person: Person
): Promise<void> {
  await tx
    .insertInto('assessment_withdrawals')
    .values({
      organisation_id: person.organisation.id,
      assessment_id: assessment,
      cause,
      withdrawn_by: person.id,
      withdrawn_at: now()
    })
    .execute();
  const thing = { kind: 'assessment', id: assessment };
  await audit(tx, { action: 'assessment.withdrawn', subject, thing, reason: cause });
}
