/**
 * The chain through one certificate: the seats and budget lines behind it, what was assessed, what the gate says today, and
 * how much support came of it. Backwards it starts at a workshop, a budget line or an assessment.
 */
import { sql } from 'kysely';
import {
  certificatesOn,
  certificatesVisibleTo,
  evidenceOf,
  kindsCounted
} from '#domains/competence/index.server.ts';
import { contactHours } from '#domains/support/index.server.ts';
import { attendeesOf, workshopsAttendedBy } from '#domains/training/index.server.ts';
import type { WorkshopKind } from '#domains/training/index.ts';
import { can, type Person } from '#platform/access/index.ts';
import { addDays, dayIn, instantIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { standingAtGate, type OwnStanding } from './match.server.ts';
import { asTheOrganisation } from './organisation-view.server.ts';

export type Seat = {
  workshop: string;
  title: string;
  kind: WorkshopKind;
  from: Day;
  until: Day;
  hours: number;
  /** Whether its kind counted by the rule on the day of issue. */
  counted: boolean;
  /** What paid for it; null when nothing is on record, or it is not the speaker's to see. */
  line: { id: string; code: string; name: string; grant: { id: string; title: string } } | null;
};
export type Chain = {
  seats: Seat[];
  assessments: { id: string; on: Day; rubric: string; assessor: string }[];
  /** Null where its holder gives no support, or it is not the speaker's to see. */
  gate: OwnStanding | null;
  /** Counts only: whom they support is never part of it. */
  support: { matches: number; hours: number } | null;
};

type Certificate = { id: string; person_id: string; issued_on: Day; expires_on: Day };

/** Everything before and after a certificate that this person may see. */
export async function chainOf(tx: Tx, certificate: Certificate, person: Person): Promise<Chain> {
  const zone = person.organisation.timeZone;
  const kinds = await kindsCounted(tx, certificate.id);
  const attended = (await workshopsAttendedBy(tx, certificate.person_id)).map((row) => ({
    workshop: row.id,
    title: row.title,
    kind: row.kind,
    from: dayIn(row.time_zone, row.starts_at),
    until: dayIn(row.time_zone, row.ends_at),
    hours: Number(row.hours),
    counted: kinds === null || kinds.length === 0 || kinds.includes(row.kind),
    line:
      row.line_id === null
        ? null
        : {
            id: row.line_id,
            code: row.line_code!,
            name: row.line_name!,
            grant: { id: row.grant_id!, title: row.grant! }
          }
  }));
  const own = certificate.person_id === person.id;
  const seesWork = own || can(person, 'certificates.oversee');
  return {
    seats: attended.filter(({ from }) => from <= certificate.issued_on),
    assessments: await evidenceOf(tx, certificate.id),
    ...(seesWork ? await workAfter(tx, certificate, person, zone) : { gate: null, support: null })
  };
}

/** Asked for the organisation, so that it is the same whoever reads: ended relationships count, too. */
function workAfter(
  tx: Tx,
  { person_id, issued_on, expires_on }: Certificate,
  person: Person,
  zone: string
): Promise<Pick<Chain, 'gate' | 'support'>> {
  const today = dayIn(zone);
  const from = instantIn(zone, issued_on, '00:00');
  const over = instantIn(zone, addDays(expires_on < today ? expires_on : today, 1), '00:00');
  return asTheOrganisation(tx, person, async () => {
    const { matches } = await tx
      .selectFrom('relationships')
      .where('supporter_id', '=', person_id)
      .where('opened_at', '>=', from)
      .where('opened_at', '<', over)
      .select(sql<number>`count(*)::int`.as('matches'))
      .executeTakeFirstOrThrow();
    return {
      gate: await standingAtGate(tx, person_id, today),
      support: { matches, hours: await contactHours(tx, person_id, from, over) }
    };
  });
}

export type ChainStart = { workshop: string } | { line: string } | { assessment: string };

/** The certificates that a workshop, a budget line or an assessment led to, the newest first. */
export async function certificatesAfter(tx: Tx, start: ChainStart, person: Person) {
  if ('assessment' in start) {
    const ids = await certificatesOn(tx, start.assessment);
    return ids.length === 0
      ? []
      : certificatesVisibleTo(tx, person).where('certificates.id', 'in', ids).execute();
  }
  const since = new Map((await attendeesOf(tx, start)).map((one) => [one.person, one.since]));
  if (since.size === 0) return [];
  const held = await certificatesVisibleTo(tx, person)
    .where('certificates.person_id', 'in', [...since.keys()])
    .execute();
  const zone = person.organisation.timeZone;
  return held.filter(({ person_id, issued_on }) => issued_on >= dayIn(zone, since.get(person_id)!));
}
