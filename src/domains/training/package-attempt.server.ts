/** A learner's attempts at what is in packages, as they were kept. */
import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';

/** Attempts, each with its package and what was last said in it. */
export function packageAttempts(tx: Tx) {
  return tx
    .selectFrom('package_attempts as attempt')
    .innerJoin('course_packages as package', (join) =>
      join
        .onRef('package.organisation_id', '=', 'attempt.organisation_id')
        .onRef('package.id', '=', 'attempt.package_id')
    )
    .leftJoin('package_progress as progress', (join) =>
      join
        .onRef('progress.organisation_id', '=', 'attempt.organisation_id')
        .onRef('progress.attempt_id', '=', 'attempt.id')
    );
}

export type Cmi = Record<string, unknown>;

/** Holds whoever else does something with this until the transaction ends. */
export const lock = (tx: Tx, what: string) =>
  tx.selectNoFrom(sql`pg_advisory_xact_lock(hashtextextended(${what}, 0))`.as('lock')).execute();
