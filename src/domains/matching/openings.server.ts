import { certificateFacts, ruleOn } from '#domains/competence/index.server.ts';
import { refusalsToCertify, type CertificateRefusal } from '#domains/competence/index.ts';
import { peopleVisibleTo } from '#domains/people/index.server.ts';
import { waitingRequestsVisibleTo } from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seekerOf, supportersNow, type Supporter } from './facts.server.ts';
import type { GateSeeker } from './gate.ts';
import { openingsOf, unmetBy, type Case, type Openings, type Unmet } from './openings.ts';
import { asTheOrganisation } from './organisation-view.server.ts';
import { gatePolicyOn } from './policy.server.ts';

export type GateToday = {
  openings: Openings;
  unmet: Unmet[];
  /** How many people wait at all. */
  waiting: number;
  names: Map<string, string>;
  /** Required or harmful items, by supporter, that a new assessment has to show otherwise. */
  items: Map<string, string[]>;
};

// Whoever waits longest comes first; more than this a coordinator does not plan for in one look.
const requestsMax = 200;

/** Asks the gate about every supporter, and for everybody who waits, what one single thing would open. */
export async function gateToday(tx: Tx, person: Person): Promise<GateToday> {
  const today = dayIn(person.organisation.timeZone);
  const requests = await waitingRequestsVisibleTo(tx, person).limit(requestsMax).execute();
  const colleagues = await peopleVisibleTo(tx, person).execute();
  const roles = new Map(colleagues.map(({ id, roles }) => [id, roles]));
  return asTheOrganisation(tx, person, async () => {
    const policy = await gatePolicyOn(tx, today);
    const supporters = await supportersNow(tx, today);
    const cases: Case[] = [];
    for (const supporter of supporters)
      cases.push({
        supporter,
        againstCertificate: needsCertificate(supporter, today)
          ? await againstCertificate(tx, supporter.id, roles.get(supporter.id) ?? [], person, today)
          : []
      });
    const ids = supporters.map(({ id }) => id);
    const seekers: GateSeeker[] = [];
    for (const request of requests) seekers.push(await seekerOf(tx, request, ids));
    return {
      openings: openingsOf(cases, policy, today),
      unmet: unmetBy(cases, seekers, policy, today),
      waiting: requests.length,
      names: new Map(supporters.map(({ id, name }) => [id, name])),
      items: new Map(supporters.map((one) => [one.id, lowItems(one, policy.requiredLevelMin)]))
    };
  });

  function needsCertificate(supporter: Supporter, on: Day): boolean {
    return supporter.certificate === null || supporter.certificate.expiresOn < on;
  }
}

async function againstCertificate(
  tx: Tx,
  supporter: string,
  roles: readonly string[],
  person: Person,
  today: Day
): Promise<CertificateRefusal[]> {
  const role = roles.includes('practitioner') ? 'practitioner' : 'supporter';
  const rule = await ruleOn(tx, role, today);
  const wanted = { person: supporter, role, rule, hoursElsewhere: 0 } as const;
  const { facts } = await certificateFacts(tx, wanted, person, today);
  return refusalsToCertify(facts, rule, today);
}

const lowItems = ({ latestAssessment }: Supporter, levelMin: number): string[] =>
  (latestAssessment?.levels ?? [])
    .filter(({ required, level }) => level === 1 || (required && level < levelMin))
    .map(({ item }) => item);
