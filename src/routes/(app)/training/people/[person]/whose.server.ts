import { trainingRecord } from '#domains/training/index.server.ts';
import { colleagueSeen } from '../../../colleague-seen.server.ts';

/** A colleague and what they attended: one's own record, or anybody's for who assesses and coordinates. */
export async function recordSeen(locals: App.Locals, id: string) {
  const learner = await colleagueSeen(locals, id, 'assessments.see');
  return {
    own: locals.person!.id === id,
    learner,
    record: await trainingRecord(locals.tx, { person: id })
  };
}
