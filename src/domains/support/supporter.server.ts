import { setProfile } from '#domains/people/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { permissions, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { PauseKind, SupporterProfile } from './supporter.ts';

/** Every supporter who has said what they offer. */
export function supportersVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('supporter_profiles')
    .innerJoin('people', 'people.id', 'supporter_profiles.supporter_id')
    .where('supporter_profiles.organisation_id', '=', person.organisation.id)
    .select([
      'supporter_id',
      'people.name',
      'work',
      'introduction',
      'gender',
      'age_band',
      'topics',
      'settings',
      'places_max',
      'supporter_profiles.weekly_hours_max',
      'accepts_minors'
    ]);
}

/** Somebody whose work here it is to give support, whether or not they have said yet what they offer. */
export function supporterNamed(tx: Tx, supporter: string, person: Person) {
  return tx
    .selectFrom('people')
    .innerJoin('memberships', 'memberships.person_id', 'people.id')
    .where('people.id', '=', supporter)
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('memberships.role', 'in', permissions['support.give'])
    .where('memberships.until', 'is', null)
    .select(['people.id', 'people.name'])
    .executeTakeFirst();
}

/** Writes what a supporter offers: their own, or, for a coordinator, anybody's. */
export async function saveSupporterProfile(
  tx: Tx,
  supporter: string,
  profile: SupporterProfile,
  person: Person
): Promise<void> {
  const row = {
    work: profile.work,
    introduction: profile.introduction,
    gender: profile.gender,
    age_band: profile.ageBand,
    topics: profile.topics,
    settings: profile.settings,
    places_max: profile.placesMax,
    weekly_hours_max: profile.weeklyHoursMax,
    accepts_minors: profile.acceptsMinors,
    changed_at: now()
  };
  await tx
    .insertInto('supporter_profiles')
    .values({ organisation_id: person.organisation.id, supporter_id: supporter, ...row })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'supporter_id']).doUpdateSet(row))
    .execute();
  if (profile.languages) await setProfile(tx, supporter, { languages: profile.languages }, person);
  await audit(tx, { action: 'supporter-profile.saved', subject: supporter });
}

/** From now on this supporter takes nobody new on. People they already support are not dropped. */
export async function pauseSupporter(
  tx: Tx,
  { supporter, kind, reason = '' }: { supporter: string; kind: PauseKind; reason?: string },
  person: Person
): Promise<void> {
  await tx
    .insertInto('supporter_pauses')
    .values({
      organisation_id: person.organisation.id,
      id: newId(),
      supporter_id: supporter,
      kind,
      at: now(),
      by: person.id,
      reason
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'supporter.paused', subject: supporter, reason: reason || undefined });
}

/** Ends a pause. Nobody lifts their own suspension: for them it changes nothing, and false is returned. */
export async function liftPause(
  tx: Tx,
  { supporter, kind, reason }: { supporter: string; kind: PauseKind; reason?: string },
  person: Person
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('supporter_pauses')
    .set({ lifted_at: now(), lifted_by: person.id, lifted_because: reason ?? null })
    .where('supporter_id', '=', supporter)
    .where('kind', '=', kind)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await audit(tx, { action: 'supporter.resumed', subject: supporter, reason });
  return true;
}

/** The pauses these supporters are in now, as far as the speaker may see them. */
export async function openPausesOf(
  tx: Tx,
  supporters: string[]
): Promise<{ supporter_id: string; kind: PauseKind }[]> {
  if (supporters.length === 0) return [];
  const rows = await tx
    .selectFrom('supporter_pauses')
    .select(['supporter_id', 'kind'])
    .where('supporter_id', 'in', supporters)
    .where('lifted_at', 'is', null)
    .execute();
  return rows as { supporter_id: string; kind: PauseKind }[];
}

/** Every pause of a supporter, the newest first, with who began and who ended it. */
export async function pausesOf(tx: Tx, supporter: string) {
  const rows = await tx
    .selectFrom('supporter_pauses as pause')
    .leftJoin('people as beginner', 'beginner.id', 'pause.by')
    .leftJoin('people as lifter', 'lifter.id', 'pause.lifted_by')
    .where('supporter_id', '=', supporter)
    .select([
      'pause.id',
      'pause.kind',
      'pause.at',
      'pause.reason',
      'pause.lifted_at',
      'pause.lifted_because',
      'beginner.name as by',
      'lifter.name as lifted_by'
    ])
    .orderBy('pause.at', 'desc')
    .execute();
  return rows as ((typeof rows)[number] & { kind: PauseKind })[];
}
