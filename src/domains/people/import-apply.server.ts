/** Writes people down, and takes them back. */
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { speakOn, type Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { ApplyContext, Made, NumberedRow, UndoRefusal } from '#platform/imports/index.ts';
import { madeBy } from '#platform/imports/index.server.ts';
import { addColleagues, type NewColleague } from './colleague.server.ts';
import { placesNamed, type PersonRow, type PlacesByCode } from './import-columns.ts';
import { invite, openInvitations, revokeInvitation } from './invitation.server.ts';
import { addProfiles } from './profile.server.ts';

const peopleAtOnce = 1_000;

export async function addPeople(
  tx: Tx,
  rows: NumberedRow<PersonRow>[],
  { person, made, progress }: ApplyContext<Person>,
  placesByCode: PlacesByCode
): Promise<void> {
  const places = await placesByCode(tx, placesNamed(rows));
  const { language } = await tx
    .selectFrom('organisations')
    .where('id', '=', person.organisation.id)
    .select('language')
    .executeTakeFirstOrThrow();
  for (let from = 0; from < rows.length; from += peopleAtOnce) {
    const newcomers = rows.slice(from, from + peopleAtOnce).map(({ row }) => ({
      ...row,
      id: newId(),
      roles: row.roles.map((role) => ({ id: newId(), role })),
      since: row.since === null ? now() : startOf(row.since),
      placeId: row.place === null ? null : places.get(row.place)!,
      language
    }));
    await made(await addSome(tx, newcomers, person));
    await progress(from + newcomers.length);
  }
}

type Newcomer = Omit<PersonRow, 'roles' | 'since'> & NewColleague & { placeId: string | null };

async function addSome(tx: Tx, newcomers: Newcomer[], person: Person): Promise<Made[]> {
  mustBeDone(await addColleagues(tx, newcomers, person));
  const profiles = newcomers.map(({ id, languages, workplace, placeId }) => ({
    person: id,
    languages: languages ?? [],
    workplace,
    placeId
  }));
  await addProfiles(tx, profiles, person);
  const things = newcomers.flatMap(({ roles }) => roles.map(({ id }) => ({ kind: 'membership', id })));
  for (const newcomer of newcomers) {
    if (newcomer.email === null) continue;
    const { id: subject, name, email, language } = newcomer;
    const id = newId();
    mustBeDone(await invite(tx, { id, name, email, roles: [], language, person: subject }, person));
    things.push({ kind: 'invitation', id });
  }
  return things;
}

function mustBeDone(refusal: string | null): void {
  if (refusal) throw new Error(`A checked row was refused: ${refusal}.`);
}

// A day has no hour; noon keeps it the same day in every zone we serve. Today's is not later than now.
function startOf(day: string): Date {
  return new Date(Math.min(Date.parse(`${day}T12:00:00Z`), now().getTime()));
}

// Roles end and invitations are withdrawn; that somebody once had them stays true. Who has signed in since is at work.
export async function takeBack(tx: Tx, importId: string, person: Person): Promise<UndoRefusal | null> {
  const accepted = await tx
    .selectFrom('invitation_ends')
    .innerJoin('invitations', 'invitations.id', 'invitation_ends.invitation_id')
    .where('how', '=', 'accepted')
    .where('invitation_id', 'in', madeBy(tx, importId, 'invitation'))
    .select('invitations.name')
    .orderBy('invitations.name')
    .execute();
  if (accepted.length > 0)
    return { why: m.people_import_somebody_signed_in, which: accepted.map(({ name }) => name) };
  const invitations = await openInvitations(tx, person)
    .where('invitations.id', 'in', madeBy(tx, importId, 'invitation'))
    .execute();
  for (const { id } of invitations) await revokeInvitation(tx, id, person);
  await endRolesMade(tx, importId, person);
  return null;
}

// Whoever may bring people in may take them back, though ending a colleague's role otherwise is an administrator's act;
// so it is the organisation's own. Nobody who can sign in is among them, and so no last administrator.
async function endRolesMade(tx: Tx, importId: string, person: Person): Promise<void> {
  const made = (await madeBy(tx, importId, 'membership').execute()).map(({ id }) => id);
  for (let from = 0; from < made.length; from += peopleAtOnce)
    await endRoles(tx, made.slice(from, from + peopleAtOnce), person);
}

async function endRoles(tx: Tx, memberships: string[], person: Person): Promise<void> {
  await speakOn(tx, { organisation: person.organisation.id, system: true });
  const ended = await tx
    .updateTable('memberships')
    .set({ until: now() })
    .where('organisation_id', '=', person.organisation.id)
    .where('id', 'in', memberships)
    .where('until', 'is', null)
    .returning(['id', 'person_id', 'role'])
    .execute();
  await speakOn(tx, { person: person.id, organisation: person.organisation.id });
  await audit(
    tx,
    ...ended.map(({ id, person_id, role }) => ({
      action: 'role.ended' as const,
      subject: person_id,
      thing: { kind: role, id }
    }))
  );
}
