/**
 * What is known of somebody who is to be certified. Training, support and safeguarding are not this room's to ask: the
 * assembly brings their answers to this door, once at start.
 */
import { backgroundCheckOn } from '#domains/people/index.server.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { observationsOf } from './assessment.server.ts';
import type {
  CertificateFacts,
  CertificateRole,
  CertificateRule,
  FactsFromOtherRooms
} from './certificate.ts';
import { developmentSince } from './development.server.ts';
import { renewedBy } from './certificate-renewal.server.ts';
import { waitingForSecond } from './second-needed.server.ts';

type Source = (tx: Tx, person: string, today: Day) => Promise<Partial<FactsFromOtherRooms>>;
const sources = new Set<Source>();

/** Lets another room's answers count towards certificates; the assembly does this once at start. Returns how to take it back. */
export function letFactsComeFrom(source: Source): () => void {
  sources.add(source);
  return () => void sources.delete(source);
}

type Concerns = (tx: Tx, people: string[]) => Promise<Set<string>>;
let concerns: Concerns = async () => new Set();

/** Lets the room that keeps concerns say whom an open one is about; the assembly does this once at start. Returns how to take it back. */
export function letConcernsComeFrom(source: Concerns): () => void {
  const before = concerns;
  concerns = source;
  return () => void (concerns = before);
}

/** Whom of these an open concern is about. */
export function peopleWithOpenConcern(tx: Tx, people: string[]): Promise<Set<string>> {
  return concerns(tx, people);
}

/** What the other rooms know; a room that is not there knows nothing. */
async function factsFromOtherRooms(tx: Tx, person: string, today: Day): Promise<FactsFromOtherRooms> {
  const openIncident = (await peopleWithOpenConcern(tx, [person])).has(person);
  const facts: FactsFromOtherRooms = { hours: [], practiceHours: 0, tests: [], openIncident };
  // One after the other: they share the one transaction.
  for (const source of sources) Object.assign(facts, await source(tx, person, today));
  return facts;
}

type Wanted = { person: string; role: CertificateRole; rule: CertificateRule; hoursElsewhere: number };

/** Everything the rule is held against, and the assessments that stand behind it. */
export async function certificateFacts(
  tx: Tx,
  { person, role, rule, hoursElsewhere }: Wanted,
  issuer: Person,
  today: Day
): Promise<{ facts: CertificateFacts; evidence: string[]; renews: string | null }> {
  const seen = (await observationsOf(tx, person, issuer)).filter(
    ({ rubric, observedOn, counts }) => rubric.id === rule.rubric && observedOn <= today && counts !== null
  );
  const waiting = await waitingForSecond(tx, seen, today);
  const latest = seen.find(({ id }) => !waiting.has(id));
  const done = latest?.results.filter(({ levels }) => levels) ?? [];
  const check = (await backgroundCheckOn(tx, [person], today)).get(person);
  const renews = await renewedBy(tx, { person, role }).executeTakeFirst();
  return {
    facts: {
      ...(await factsFromOtherRooms(tx, person, today)),
      own: person === issuer.id,
      hoursElsewhere,
      assessment: latest ? { on: latest.observedOn, levels: latest.counts! } : null,
      assessmentWaits: waiting.size > 0,
      backgroundCheck: check?.stands ?? false,
      developmentHours: renews
        ? (await developmentSince(tx, { person, from: renews.issued_on, rule: rule.development }, today))
            .balance.counted
        : null,
      suspended: Boolean(renews?.suspension_id)
    },
    renews: renews?.id ?? null,
    evidence: done.map(({ assessment }) => assessment)
  };
}
