/** Who teaches a workshop, when somebody falls ill or another steps in. */
import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { clashOf, holdTimesOf } from './clash.server.ts';
import type { Clash } from './clash.ts';
import { mayAllTrain } from './trainer-certificate.server.ts';
import type { TrainersRefusal } from './trainers.ts';
import { sessionsOf, trainersIn, trainersOf, workshopsVisibleTo } from './workshop.server.ts';

/**
 * From now on these teach it, and nobody else. Whoever stops keeps what they taught; the others' calendars, and theirs, hear
 * of it by mail. A repeat changes nothing.
 */
export async function changeTrainers(
  tx: Tx,
  { workshop, trainers }: { workshop: string; trainers: string[] },
  person: Person
): Promise<TrainersRefusal | Clash | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  const mayTeach = new Set((await trainersIn(tx, person)).map(({ id }) => id));
  // People before the workshop, as whoever enrols locks them: nobody waits for each other in a circle.
  await holdTimesOf(tx, trainers);
  await sql`select lock_workshop(${workshop})`.execute(tx);
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found) return 'no-such-workshop';
  if (found.cancelled_at) return 'workshop-cancelled';
  if (found.ends_at <= now()) return 'workshop-over';
  const before = (await trainersOf(tx, workshop)).map(({ id }) => id);
  const joining = trainers.filter((id) => mayTeach.has(id) && !before.includes(id));
  const leaving = before.filter((id) => !trainers.includes(id));
  const refusal = await refusalToJoin(tx, { workshop, joining, zone: found.time_zone });
  if (refusal) return refusal;
  for (const id of leaving) await note(tx, { workshop, trainer: id, teaches: false }, person);
  for (const id of joining) await note(tx, { workshop, trainer: id, teaches: true }, person);
  if (joining.length + leaving.length > 0)
    await audit(tx, { action: 'workshop.trainers-changed', thing: { kind: 'workshop', id: workshop } });
  return null;
}

async function refusalToJoin(
  tx: Tx,
  { workshop, joining, zone }: { workshop: string; joining: string[]; zone: string }
): Promise<TrainersRefusal | Clash | null> {
  if (joining.length === 0) return null;
  if (!(await mayAllTrain(tx, joining, dayIn(zone)))) return 'trainer-not-certified';
  const coming = (await sessionsOf(tx, workshop)).filter(({ endsAt }) => endsAt > now());
  // Whose days they are is asked; the rooms are this workshop's already.
  const sessions = coming.map((session) => ({ ...session, room: null }));
  return clashOf(tx, { workshop, sessions, trainers: joining });
}

async function note(
  tx: Tx,
  { workshop, trainer, teaches }: { workshop: string; trainer: string; teaches: boolean },
  person: Person
): Promise<void> {
  const whose = { organisation_id: person.organisation.id, workshop_id: workshop, person_id: trainer };
  const at = now();
  const state = teaches ? { joined_at: at, left_at: null } : { left_at: at };
  await tx
    .insertInto('workshop_trainers')
    .values({ ...whose, ...state })
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'workshop_id', 'person_id']).doUpdateSet(state)
    )
    .execute();
  await tx
    .insertInto('workshop_trainer_changes')
    .values({ ...whose, id: newId(), teaches, changed_by: person.id, changed_at: at })
    .execute();
}
