/** What those who came thought of a workshop: answered once by each, and by nobody in particular. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { evaluationItems, type EvaluationItem, type EvaluationRefusal } from './evaluation.ts';
import { workshopsVisibleTo } from './workshop.server.ts';

export type Evaluation = Record<EvaluationItem, number> & { words: string };

/** Puts down that somebody has answered and, beside it and not linked to it, what they answered. Not audited: that would link. */
export async function giveEvaluation(
  tx: Tx,
  workshop: string,
  { words, ...scores }: Evaluation,
  person: Person
): Promise<EvaluationRefusal | null> {
  const refusal = await refusalToEvaluate(tx, workshop, person);
  if (refusal) return refusal;
  const organisation_id = person.organisation.id;
  const given = await tx
    .insertInto('evaluation_givers')
    .values({ organisation_id, workshop_id: workshop, person_id: person.id })
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (!given) return 'answered-before';
  await tx
    .insertInto('evaluation_answers')
    // Our other ids are made of time, and would say who answered in which order.
    .values({
      organisation_id,
      id: randomUUID(),
      workshop_id: workshop,
      ...scores,
      words: words.trim() || null
    })
    .execute();
  return null;
}

/** Why this person has nothing to evaluate here (now), or null. */
export async function refusalToEvaluate(
  tx: Tx,
  workshop: string,
  person: Person
): Promise<EvaluationRefusal | null> {
  const seat = await workshopsVisibleTo(tx, person)
    .where('workshops.id', '=', workshop)
    .where('mine.seated_at', 'is not', null)
    .executeTakeFirst();
  if (!seat) return 'not-enrolled';
  if (seat.ends_at > now()) return 'not-the-time';
  return (await hasEvaluated(tx, workshop, person)) ? 'answered-before' : null;
}

/** Whether this person has given theirs. */
export async function hasEvaluated(tx: Tx, workshop: string, person: Person): Promise<boolean> {
  const given = await tx
    .selectFrom('evaluation_givers')
    .where('workshop_id', '=', workshop)
    .where('person_id', '=', person.id)
    .select('person_id')
    .executeTakeFirst();
  return given !== undefined;
}

export type EvaluationResult = {
  n: number;
  means: Record<EvaluationItem, number>;
  /** How many gave 1, 2, 3, 4 and 5. */
  counts: Record<EvaluationItem, number[]>;
  words: string[];
};

/** The means and words of a workshop's evaluation; null below five answers, and for those who do not plan training. */
export async function evaluationOf(tx: Tx, workshop: string): Promise<EvaluationResult | null> {
  return (await evaluationsOver(tx, [workshop])).all;
}

/**
 * The same over several workshops, together and each. A workshop with fewer than five answers is not in the whole either:
 * taken away from it, the others would tell what those few said.
 */
export async function evaluationsOver(
  tx: Tx,
  workshops: string[]
): Promise<{ all: EvaluationResult | null; each: Map<string, EvaluationResult> }> {
  const each = new Map<string, EvaluationResult>();
  const all: Answer[] = [];
  for (const workshop of workshops) {
    const { rows } = await sql<Answer>`select * from evaluation_of(${workshop})`.execute(tx);
    if (rows.length === 0) continue;
    all.push(...rows);
    each.set(workshop, resultOf(rows));
  }
  return { all: all.length > 0 ? resultOf(all) : null, each };
}

type Answer = Record<EvaluationItem, number> & { words: string | null };

function resultOf(rows: Answer[]): EvaluationResult {
  const byItem = <Figure>(figure: (item: EvaluationItem) => Figure) =>
    Object.fromEntries(evaluationItems.map((item) => [item, figure(item)])) as Record<EvaluationItem, Figure>;
  return {
    n: rows.length,
    means: byItem((item) => rows.reduce((sum, row) => sum + row[item], 0) / rows.length),
    counts: byItem((item) =>
      [1, 2, 3, 4, 5].map((score) => rows.filter((row) => row[item] === score).length)
    ),
    words: rows.flatMap(({ words }) => words ?? [])
  };
}
