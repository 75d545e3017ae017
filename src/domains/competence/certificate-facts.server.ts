/**
 * What is known of somebody who is to be certified. Training, support and safeguarding are not this room's to ask: the
 * assembly brings their answers to this door, once at start.
 */
import { backgroundCheckOn } from '#domains/people/index.server.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { observationsOf } from './assessment.server.ts';
import type { CertificateFacts, FactsFromOtherRooms } from './certificate.ts';
import type { CertificateRule } from './certificate-rule.ts';

type Source = (tx: Tx, person: string, today: Day) => Promise<Partial<FactsFromOtherRooms>>;
const sources = new Set<Source>();

/** Lets another room's answers count towards certificates; the assembly does this once at start. */
export function letFactsComeFrom(source: Source): void {
  sources.add(source);
}

/** What the other rooms know; a room that is not there knows nothing. */
export async function factsFromOtherRooms(tx: Tx, person: string, today: Day): Promise<FactsFromOtherRooms> {
  const facts: FactsFromOtherRooms = { hours: [], practiceHours: 0, tests: [], openIncident: false };
  // One after the other: they share the one transaction.
  for (const source of sources) Object.assign(facts, await source(tx, person, today));
  return facts;
}

/** Everything the rule is held against, and the assessments that stand behind it. */
export async function certificateFacts(
  tx: Tx,
  { person, rule, hoursElsewhere }: { person: string; rule: CertificateRule; hoursElsewhere: number },
  issuer: Person,
  today: Day
): Promise<{ facts: CertificateFacts; evidence: string[] }> {
  const latest = (await observationsOf(tx, person, issuer)).find(
    ({ rubric, counts }) => rubric.id === rule.rubric && counts
  );
  const done = latest?.results.filter(({ levels }) => levels) ?? [];
  const check = (await backgroundCheckOn(tx, [person], today)).get(person);
  return {
    facts: {
      ...(await factsFromOtherRooms(tx, person, today)),
      own: person === issuer.id,
      hoursElsewhere,
      assessment: latest ? { on: latest.observedOn, levels: latest.counts! } : null,
      backgroundCheck: check?.stands ?? false
    },
    evidence: done.map(({ assessment }) => assessment)
  };
}
