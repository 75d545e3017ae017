/** Where a learner stands in a package that keeps an order of its own. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { lock, packageAttempts, type Cmi } from './package-attempt.server.ts';
import {
  itemOpenIn,
  opensNow,
  stepIn,
  waysFrom,
  type Order,
  type Ways,
  type Whole
} from './package-order.server.ts';
import {
  isOver,
  staysReached,
  type Activity,
  type Completion,
  type PackageStep,
  type Success
} from './package.ts';

/** A package that keeps an order, and its tree. */
type Ordered = { id: string; sequencing: Activity };

/**
 * Goes somewhere in the package, and keeps where that is. Whatever was still open is left first. Null when the package's own
 * rules do not let them there; `opens` is null where nothing follows.
 */
export async function stepTo(
  tx: Tx,
  pack: Ordered,
  step: PackageStep,
  person: Person
): Promise<{ opens: string | null } | null> {
  await lock(tx, `${person.id}/${pack.id}`);
  const here = await orderOf(tx, pack, person);
  // From a list somebody has left what was open; what a script asks for, it asks from where it is.
  const fromList = step.to === 'go-on' || step.to === 'choice';
  const left = await stepIn(here, { to: 'leave' });
  const from = fromList ? { tree: here.tree, state: left.state, said: null } : here;
  const taken = await stepIn(from, step);
  const kept = taken.refused ? left : taken;
  await keepPlace(tx, pack.id, kept, person);
  return taken.refused ? null : { opens: taken.opens };
}

/** Keeps what the whole comes to with what a script has said so far, without leaving where they are. */
export async function keepWhole(tx: Tx, pack: Ordered, person: Person): Promise<void> {
  await lock(tx, `${person.id}/${pack.id}`);
  const here = await orderOf(tx, pack, person);
  const { whole } = await stepIn(here, { to: 'leave' });
  await keepPlace(tx, pack.id, { state: here.state, whole }, person);
}

/** Which of these items the package lets somebody open now, and which one is next. */
export const opensNowTo = async (tx: Tx, pack: Ordered, items: string[], person: Person) =>
  opensNow(await orderOf(tx, pack, person), items);

export const waysOpenTo = async (tx: Tx, pack: Ordered, person: Person): Promise<Ways> =>
  waysFrom({ ...(await orderOf(tx, pack, person)), said: null });

async function orderOf(tx: Tx, { id, sequencing }: Ordered, person: Person): Promise<Order> {
  const place = await placeIn(tx, id, person);
  const state = place?.state ?? null;
  const open = state === null ? null : itemOpenIn(state);
  if (open === null) return { tree: sequencing, state, said: null };
  const last = await packageAttempts(tx)
    .where('attempt.package_id', '=', id)
    .where('attempt.person_id', '=', person.id)
    .where('attempt.item', '=', open)
    .select(sql<Cmi | null>`progress.cmi`.as('cmi'))
    .orderBy('attempt.number', 'desc')
    .executeTakeFirst();
  const cmi = last?.cmi ?? {};
  return { tree: sequencing, state, said: { cmi, over: isOver('2004', cmi) } };
}

const placeIn = (tx: Tx, pack: string, person: Person) =>
  tx
    .selectFrom('package_orders')
    .where('package_id', '=', pack)
    .where('person_id', '=', person.id)
    .select([
      'state',
      sql<Completion>`completion`.as('completion'),
      sql<Success>`success`.as('success'),
      sql<number | null>`scaled::float8`.as('scaled')
    ])
    .executeTakeFirst();

// As with a single item, nothing that the whole has come to is taken away again.
async function keepPlace(
  tx: Tx,
  pack: string,
  { state, whole }: { state: string | null; whole: Whole },
  person: Person
): Promise<void> {
  const before = await placeIn(tx, pack, person);
  const same = before && before.completion === whole.completion && before.success === whole.success;
  const stays =
    before !== undefined && (staysReached(before, whole) || (same && before.scaled === whole.scaled));
  const { completion, success } = whole;
  const scaled = whole.scaled === null ? null : String(whole.scaled);
  const reached = { completion, success, scaled, reached_at: now() };
  await tx
    .insertInto('package_orders')
    .values({
      organisation_id: person.organisation.id,
      package_id: pack,
      person_id: person.id,
      state,
      ...reached
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'package_id', 'person_id'])
        .doUpdateSet(stays ? { state } : { state, ...reached })
    )
    .execute();
}
