/** Who is certified today, who ends soon and who rests: counted by whatever somebody asks. */
import { addDays, type Day } from '#platform/clock/index.ts';
import { validityOf, type CertificateRole } from './certificate.ts';
import { reminderDays } from './certificate-reminder.ts';

/** The newest certificate of somebody for one role, with where they are and what they speak. */
export type Held = {
  certificate: string;
  person: string;
  name: string;
  role: CertificateRole;
  issuedOn: Day;
  expiresOn: Day;
  /** Since when it rests; null when it does not. Why, is nobody's business here. */
  restsSince: Day | null;
  district: string | null;
  languages: string[];
};

export type CertifiedState = 'certified' | 'ends-soon' | 'rests';

/** What can be said of it on a day; who ends soon is certified, too. What is over is in no list. */
export function statesOf({ issuedOn, expiresOn, restsSince }: Held, today: Day): CertifiedState[] {
  const validity = validityOf({ issuedOn, expiresOn, suspended: restsSince !== null }, today);
  if (expiresOn < today) return [];
  if (validity === 'suspended') return ['rests'];
  if (validity !== 'valid') return [];
  return expiresOn <= addDays(today, reminderDays[0]) ? ['certified', 'ends-soon'] : ['certified'];
}

export const heldWith = (held: Held[], state: CertifiedState, today: Day): Held[] =>
  held.filter((one) => statesOf(one, today).includes(state));

/** How many people there are for each key, the most first; somebody with two languages is counted for both. */
export function peopleBy<Key extends string>(
  held: Held[],
  keysOf: (one: Held) => Key[]
): { key: Key; people: number }[] {
  const people = new Map<Key, Set<string>>();
  for (const one of held)
    for (const key of keysOf(one)) people.set(key, (people.get(key) ?? new Set()).add(one.person));
  return [...people]
    .map(([key, { size }]) => ({ key, people: size }))
    .toSorted((a, b) => b.people - a.people || (a.key < b.key ? -1 : 1));
}
