import { stringify } from 'csv-stringify/sync';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { concernsVisibleTo } from './concern.server.ts';
import { outcomeWords, urgencyWords } from './words.ts';

export type ListedConcern = {
  id: string;
  about: string;
  urgency: string;
  respondBy: Date;
  raisedAt: Date;
  whoHasIt: string | null;
  state: 'waiting' | 'in-hand' | 'closing' | 'closed';
  outcome: string | null;
};

// A list longer than this is not read; the search finds what is beyond.
const listedMax = 200;

/** The open (or the closed) concerns, the one to answer first on top; `search` looks in the names. */
export async function concernsListed(
  tx: Tx,
  person: Person,
  { search, closed }: { search: string; closed: boolean }
): Promise<ListedConcern[]> {
  const rows = await concernsVisibleTo(tx, person)
    .where('closing.confirmed_at', closed ? 'is not' : 'is', null)
    .$if(search !== '', (query) =>
      query.where((eb) =>
        eb.or([
          eb('subject.name', 'ilike', `%${escaped(search)}%`),
          eb('acknowledger.name', 'ilike', `%${escaped(search)}%`)
        ])
      )
    )
    .orderBy(closed ? 'closing.confirmed_at' : 'respond_by', closed ? 'desc' : 'asc')
    .limit(listedMax)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    about:
      row.about_name ?? (row.about_id ? m.safeguarding_about_somebody() : m.safeguarding_about_nobody_here()),
    urgency: urgencyWords[row.urgency](),
    respondBy: row.respond_by,
    raisedAt: row.raised_at,
    whoHasIt: row.acknowledged_by_name,
    state: stateOf(row),
    outcome: row.outcome && outcomeWords[row.outcome]()
  }));
}

/** The same list as a file. Cells cannot become formulas. Taking it away is on record. */
export async function concernsCsv(
  tx: Tx,
  person: Person,
  asked: { search: string; closed: boolean }
): Promise<string> {
  const concerns = await concernsListed(tx, person, asked);
  await audit(tx, { action: 'concerns.exported', reason: `${concerns.length}` });
  const header = [
    m.safeguarding_column_about(),
    m.safeguarding_column_urgency(),
    m.safeguarding_column_raised(),
    m.safeguarding_column_respond_by(),
    m.safeguarding_column_who_has_it(),
    m.safeguarding_column_outcome()
  ];
  const lines = concerns.map(({ about, urgency, raisedAt, respondBy, whoHasIt, outcome }) => [
    about,
    urgency,
    raisedAt.toISOString(),
    respondBy.toISOString(),
    whoHasIt ?? '',
    outcome ?? ''
  ]);
  return stringify([header, ...lines], { bom: true, escape_formulas: true, record_delimiter: '\r\n' });
}

function stateOf(row: {
  closed_at: Date | null;
  proposed_by: string | null;
  acknowledged_by: string | null;
}): ListedConcern['state'] {
  if (row.closed_at) return 'closed';
  if (row.proposed_by) return 'closing';
  return row.acknowledged_by ? 'in-hand' : 'waiting';
}

function escaped(search: string): string {
  return search.replace(/[\\%_]/g, '\\$&');
}
