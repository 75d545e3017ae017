import { sql } from 'kysely';
import { costOf, entriesVisibleTo } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { madeCompetent, trainedIn, type Accounted, type Evidence } from './competent.ts';
import { costPerSeat } from './cost.ts';
import { modulesOf, pathsVisibleTo } from './curriculum.server.ts';
import type { PathEnd } from './curriculum.ts';
import { trainingPolicyOn } from './policy.server.ts';
import type { TrainingPolicy } from './policy.ts';
import { workshopsVisibleTo } from './workshop.server.ts';

type Source = (
  tx: Tx,
  wanted: { people: string[]; by: TrainingPolicy['competentBy'] },
  person: Person
) => Promise<Evidence[] | null>;
let source: Source = async () => null;

/** Lets the room that certifies say who is competent; the assembly does this once at start. Null is: not for this reader. Returns how to take it back. */
export function letEvidenceComeFrom(of: Source): () => void {
  const before = source;
  source = of;
  return () => void (source = before);
}

export type SeatTaken = {
  person: string;
  name: string;
  hours: number;
  trained: boolean;
  evidence: Evidence | null;
};
export type WorkshopAccount = Accounted & {
  id: string;
  title: string;
  lastDay: Day;
  hours: number;
  line: { id: string; label: string } | null;
  grant: { id: string; title: string } | null;
  /** What each seat that was taken cost; null where nothing was posted or nobody came. */
  perSeat: string | null;
  seats: SeatTaken[];
};

/** What to account for: all that is over, or only some; `line` null means those without a line. */
export type AccountFilter = {
  workshop?: string;
  line?: string | null;
  path?: string;
  person?: string;
  from?: Day;
  to?: Day;
};

/**
 * Every workshop that is over or called off, with its cost, who came, who was trained and who was made competent, by the
 * policy of today. As far as the speaker may see costs, attendance and certificates.
 */
export async function accountsOf(
  tx: Tx,
  filter: AccountFilter,
  person: Person
): Promise<{ policy: TrainingPolicy; workshops: WorkshopAccount[] }> {
  const policy = await trainingPolicyOn(tx, dayIn(person.organisation.timeZone));
  const workshops = await wanted(tx, filter, person);
  const ids = workshops.map(({ id }) => id);
  const costs = new Map((await costOf(tx, ['workshop'], { ids })).map((cost) => [cost.id, cost.cost]));
  const seats = Map.groupBy(await seatsOf(tx, ids), ({ workshop }) => workshop);
  const people = [...new Set([...seats.values()].flat().map(({ person }) => person))];
  const evidence = people.length > 0 ? await source(tx, { people, by: policy.competentBy }, person) : [];
  const accounts = workshops.map((workshop) => {
    const came = seats.get(workshop.id) ?? [];
    const lastDay = dayIn(workshop.time_zone, workshop.ends_at);
    const cost = costs.get(workshop.id) ?? null;
    const trained = trainedIn(came, workshop.hours, policy);
    const shown = evidence && madeCompetent(trained, lastDay, evidence, policy);
    const { id, title, hours, currency, line_id, grant_id } = workshop;
    return {
      id,
      title,
      lastDay,
      hours,
      currency,
      line:
        line_id && workshop.line_code
          ? { id: line_id, label: `${workshop.line_code} · ${workshop.line_name}` }
          : null,
      grant: grant_id ? { id: grant_id, title: workshop.grant! } : null,
      cost,
      perSeat: cost && costPerSeat(cost, currency!, came.length),
      trained,
      competent: shown && shown.map(({ person }) => person),
      seats: came.map(({ person, name, hours }) => ({
        person,
        name,
        hours,
        trained: trained.includes(person),
        evidence: shown?.find((one) => one.person === person) ?? null
      }))
    };
  });
  const within = ({ lastDay }: WorkshopAccount) =>
    (!filter.from || lastDay >= filter.from) && (!filter.to || lastDay <= filter.to);
  return { policy, workshops: accounts.filter(within) };
}

/** What was posted for a workshop, the newest first: costs and fees, and what took them back. */
export function entriesOfWorkshop(tx: Tx, workshop: string, person: Person) {
  return entriesVisibleTo(tx, person)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('ledger_postings as posting')
          .select('posting.id')
          .whereRef('posting.organisation_id', '=', 'ledger_entries.organisation_id')
          .whereRef('posting.entry_id', '=', 'ledger_entries.id')
          .where('posting.activity_kind', '=', 'workshop')
          .where('posting.activity_id', '=', workshop)
      )
    )
    .orderBy('ledger_entries.happened_on', 'desc')
    .orderBy('ledger_entries.id', 'desc')
    .execute();
}

/** Which workshops teach for which path: those that teach one of its modules as the path is today. */
export async function workshopsByPath(
  tx: Tx,
  person: Person
): Promise<{ path: string; leadsTo: PathEnd; workshops: Set<string> }[]> {
  const taught = await tx.selectFrom('workshop_modules').select(['workshop_id', 'module_id']).execute();
  const paths = [];
  for (const { id, leads_to, version } of await pathsVisibleTo(tx, person).execute()) {
    const modules = new Set((await modulesOf(tx, version)).map(({ module }) => module));
    const workshops = new Set(
      taught.filter(({ module_id }) => modules.has(module_id)).map(({ workshop_id }) => workshop_id)
    );
    paths.push({ path: id, leadsTo: leads_to, workshops });
  }
  return paths;
}

async function wanted(tx: Tx, { workshop, line, path, person: attendee }: AccountFilter, person: Person) {
  const onPath = path
    ? ((await workshopsByPath(tx, person)).find((one) => one.path === path)?.workshops ?? new Set())
    : null;
  const rows = await workshopsVisibleTo(tx, person)
    .where(({ or, eb }) =>
      or([eb('dates.ends_at', '<=', now()), eb('cancellation.cancelled_at', 'is not', null)])
    )
    .$if(workshop !== undefined, (query) => query.where('workshops.id', '=', workshop!))
    .$if(line === null, (query) => query.where('workshops.line_id', 'is', null))
    .$if(typeof line === 'string', (query) => query.where('workshops.line_id', '=', line!))
    .$if(attendee !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('current_attendances as came')
            .select('came.person_id')
            .whereRef('came.workshop_id', '=', 'workshops.id')
            .where('came.person_id', '=', attendee!)
            .where('came.hours', '>', '0')
        )
      )
    )
    .orderBy('dates.ends_at', 'desc')
    .orderBy('workshops.id')
    .execute();
  return onPath ? rows.filter(({ id }) => onPath.has(id)) : rows;
}

async function seatsOf(tx: Tx, workshops: string[]) {
  if (workshops.length === 0) return [];
  return tx
    .selectFrom('current_attendances as attendance')
    .innerJoin('people', 'people.id', 'attendance.person_id')
    .where('attendance.workshop_id', 'in', workshops)
    .where('attendance.hours', '>', '0')
    .groupBy(['attendance.workshop_id', 'people.id', 'people.name'])
    .select(({ ref }) => [
      ref('attendance.workshop_id').$notNull().as('workshop'),
      'people.id as person',
      'people.name',
      sql<number>`sum(attendance.hours)::float8`.as('hours')
    ])
    .orderBy('people.name')
    .execute();
}
