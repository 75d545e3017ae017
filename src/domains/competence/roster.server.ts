/** Every helper of the organisation beside where they stand today: what a coordinator looks at each morning. */
import type { Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { colleaguesWith } from './assessment.server.ts';
import { helperRoles } from './assessment.ts';
import { certificatesVisibleTo, withoutNewer } from './certificate.server.ts';
import { validityOf, type Validity } from './certificate.ts';
import { latestCertificates, organisationDay, standingOf, type Standing } from './standing.server.ts';

export const rosterFilters = ['all', 'ready', 'not-ready'] as const;
export type RosterFilter = (typeof rosterFilters)[number];
export type RosterEntry = {
  id: string;
  name: string;
  validity: Validity | null;
  expiresOn: Day | null;
  assessedOn: Day | null;
  lowest: number | null;
  childSafeguarding: boolean;
};

/** Those whose name holds `search`, by name. `ready` means a certificate that holds today. */
export async function roster(
  tx: Tx,
  { search, show }: { search: string; show: RosterFilter }
): Promise<RosterEntry[]> {
  const today = await organisationDay(tx);
  const people = (await colleaguesWith(tx, helperRoles)).filter(({ name }) =>
    name.toLowerCase().includes(search.toLowerCase())
  );
  const standings = await standingOf(
    tx,
    people.map(({ id }) => id),
    today
  );
  const entries = people.map((one) => entryOf(one, standings.get(one.id)!, today));
  return show === 'all'
    ? entries
    : entries.filter(({ validity }) => (validity === 'valid') === (show === 'ready'));
}

/** How many of the organisation's helpers hold a certificate today, and of how many. */
export async function certifiedHelpers(tx: Tx): Promise<{ certified: number; helpers: number }> {
  const today = await organisationDay(tx);
  const people = (await colleaguesWith(tx, helperRoles)).map(({ id }) => id);
  const held = await latestCertificates(tx, people);
  const certified = [...held.values()].filter((certificate) => validityOf(certificate, today) === 'valid');
  return { certified: certified.length, helpers: people.length };
}

/** Certificates that hold today and end by `until`, soonest first. */
export function certificatesEndingBy(tx: Tx, { today, until }: { today: Day; until: Day }, person: Person) {
  return certificatesVisibleTo(tx, person)
    .where('certificates.expires_on', '>=', today)
    .where('certificates.expires_on', '<=', until)
    .where('suspension.id', 'is', null)
    .where(withoutNewer)
    .clearOrderBy()
    .orderBy('certificates.expires_on');
}

function entryOf({ id, name }: { id: string; name: string }, standing: Standing, today: Day): RosterEntry {
  const { certificate, latestAssessment, childSafeguarding } = standing;
  return {
    id,
    name,
    validity: certificate && validityOf(certificate, today),
    expiresOn: certificate?.expiresOn ?? null,
    assessedOn: latestAssessment?.on ?? null,
    lowest: latestAssessment ? Math.min(...latestAssessment.levels.map(({ level }) => level)) : null,
    childSafeguarding
  };
}
