/** Asks a third assessor, who sees neither of the two before handing in, about what the two judged too differently. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { disputedItems } from './assessment-resolution.ts';
import { maySettle } from './assessment-resolution.server.ts';
import { assessorRoles } from './assessment.ts';
import { askToAssess, colleaguesWith, isWithdrawn, type Observation } from './assessment.server.ts';
import { assessorsNotAlone } from './assessor-agreement.server.ts';
import { lackingCertificateFor } from './certified-work.server.ts';
import { policyOn } from './policy.server.ts';
import type { ThirdRefusal } from './third-assessor.ts';

/** Who may be asked: whose assessment counts alone, who was not asked yet, and is not the person it is about. */
export async function thirdsFor(
  tx: Tx,
  { person: { id: seen }, results }: Pick<Observation, 'person' | 'results'>,
  person: Person
): Promise<{ id: string; name: string }[]> {
  const today = dayIn(person.organisation.timeZone);
  const known = [seen, ...results.map(({ assessor }) => assessor.id)];
  const others = (await colleaguesWith(tx, assessorRoles)).filter(({ id }) => !known.includes(id));
  const mayNot = [
    ...(await assessorsNotAlone(tx, await policyOn(tx, today), today)),
    ...(await lackingCertificateFor(
      tx,
      'assessor',
      others.map(({ id }) => id),
      today
    ))
  ];
  return others.filter(({ id }) => !mayNot.includes(id));
}

/** Asked again for the same one, nothing changes. */
export async function askThird(
  tx: Tx,
  { observation, third }: { observation: Observation; third: string },
  person: Person
): Promise<ThirdRefusal | null> {
  const { results } = observation;
  if (!maySettle(observation, person)) return 'not-yours';
  if (results.slice(2).some(({ assessor }) => assessor.id === third)) return null;
  if (results.length > 2) return 'asked-already';
  const levels = results.flatMap((result) => (result.levels ? [result.levels] : []));
  if (observation.agreed || disputedItems(levels).length === 0) return 'nothing-disputed';
  const may = await thirdsFor(tx, observation, person);
  if (!may.some(({ id }) => id === third)) return 'may-not-be-asked';
  const assessment = await askToAssess(tx, observation.id, third, person);
  if (await isWithdrawn(tx, assessment)) return 'may-not-be-asked';
  await audit(tx, {
    action: 'assessment.third-asked',
    subject: observation.person.id,
    thing: { kind: 'assessment', id: assessment }
  });
  return null;
}
