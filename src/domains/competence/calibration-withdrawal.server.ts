/** Withdrawing a calibration piece: nobody ticks it any more, and what was ticked on it stays. */
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { forgetFile } from '#platform/files/index.server.ts';
import type { PieceCause } from './calibration-withdrawal.ts';

/**
 * By whoever may add one; false where there is none such. Where somebody who is seen or heard no longer agrees, the recording is
 * forgotten, whoever gave it. A repeat changes nothing.
 */
export async function withdrawPiece(
  tx: Tx,
  { piece, cause, reason }: { piece: string; cause: PieceCause; reason: string },
  person: Person
): Promise<boolean> {
  if (!can(person, 'rubrics.manage')) return false;
  const found = await tx
    .selectFrom('calibration_pieces')
    .where('organisation_id', '=', person.organisation.id)
    .where('id', '=', piece)
    .select('recording_id')
    .executeTakeFirst();
  if (!found) return false;
  const withdrawn = await tx
    .insertInto('calibration_piece_withdrawals')
    .values({
      organisation_id: person.organisation.id,
      piece_id: piece,
      cause,
      reason,
      withdrawn_by: person.id,
      withdrawn_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('piece_id')
    .executeTakeFirst();
  if (!withdrawn) return true;
  if (cause === 'consent' && found.recording_id) await forgetFile(tx, found.recording_id);
  await audit(tx, {
    action: 'calibration-piece.withdrawn',
    thing: { kind: 'calibration-piece', id: piece },
    reason
  });
  return true;
}
