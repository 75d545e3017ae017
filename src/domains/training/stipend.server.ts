import { sql } from 'kysely';
import { amountText, minorUnits } from '#domains/funding/index.ts';
import { postCost, receiveIncome } from '#domains/funding/index.server.ts';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { m } from '#messages';
import { marksOf } from './attendance.server.ts';
import { enrolmentsOf } from './enrolment.server.ts';
import {
  amountFor,
  daysDue,
  type DayThere,
  type FeeRefusal,
  type StipendRefusal,
  type Terms,
  type TermsRefusal
} from './stipend.ts';
import { sessionsOf, workshopsVisibleTo } from './workshop.server.ts';

/** What a workshop asks and pays now; null when nothing was ever said. */
export async function termsOf(tx: Tx, workshop: string): Promise<Terms | null> {
  const terms = await tx
    .selectFrom('workshop_terms')
    .where('workshop_id', '=', workshop)
    .select(['fee', 'stipend_per_day as stipendPerDay', 'travel_per_day as travelPerDay'])
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return terms ?? null;
}

/** Says what a workshop asks and pays from now on, with the reason. What was paid before stays. A repeat changes nothing. */
export async function setTerms(
  tx: Tx,
  { id, workshop, terms, reason }: { id: string; workshop: string; terms: Terms; reason: string },
  person: Person
): Promise<TermsRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  const found = await visible(tx, workshop, person);
  if (!found) return 'no-such-workshop';
  const { currency } = found;
  if (!currency) return 'no-line';
  const amounts = [terms.fee, terms.stipendPerDay, terms.travelPerDay].map((text) =>
    minorUnits(text || '0', currency)
  );
  if (amounts.some((amount) => amount === null || amount < 0n)) return 'amount-unreadable';
  const [fee, stipend_per_day, travel_per_day] = amounts.map((amount) => amountText(amount!, currency));
  await tx
    .insertInto('workshop_terms')
    .values({
      organisation_id: person.organisation.id,
      id,
      workshop_id: workshop,
      fee: fee!,
      stipend_per_day: stipend_per_day!,
      travel_per_day: travel_per_day!,
      reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'workshop.terms-set', thing: { kind: 'workshop', id: workshop }, reason });
  return null;
}

export type Owed = { person: string; name: string; days: Day[]; amount: string };

/** What is to be paid to each person for the days they came, as far as the speaker may see who came. */
export async function stipendsDue(tx: Tx, workshop: string, person: Person): Promise<Owed[]> {
  const found = await visible(tx, workshop, person);
  const terms = await termsOf(tx, workshop);
  if (!found?.currency || !terms) return [];
  const { currency, time_zone } = found;
  if (amountFor(1, terms, currency) === amountFor(0, terms, currency)) return [];
  const days = new Map(
    (await sessionsOf(tx, workshop)).map(({ id, startsAt }) => [id, dayIn(time_zone, startsAt)])
  );
  const came = (await marksOf(tx, workshop))
    .filter(({ hours }) => hours > 0)
    .map(({ person, session }) => ({ person, day: days.get(session)! }));
  const due = Map.groupBy(daysDue(came, await daysPaid(tx, workshop)), ({ person }) => person);
  const names = await namesOf(tx, [...due.keys()]);
  return names.map(({ id, name }) => ({
    person: id,
    name,
    days: due
      .get(id)!
      .map(({ day }) => day)
      .sort(),
    amount: amountFor(due.get(id)!.length, terms, currency)
  }));
}

/**
 * Pays everybody what is due in one entry on the workshop's line, which two people approve when it is above the limit; the
 * list stays beneath it. A day is paid once, whoever else pays at the same moment; declined or reversed, it is due again.
 */
export async function payStipends(
  tx: Tx,
  { id, workshop, on }: { id: string; workshop: string; on: Day },
  person: Person
): Promise<StipendRefusal | null> {
  if (!can(person, 'costs.post')) return 'not-yours-to-pay';
  await sql`select lock_workshop(${workshop})`.execute(tx);
  if ((await stipendList(tx, id)).length > 0) return null;
  const found = await visible(tx, workshop, person);
  if (!found) return 'no-such-workshop';
  if (!found.line_id) return 'no-line';
  const currency = found.currency!;
  const due = await stipendsDue(tx, workshop, person);
  if (due.length === 0) return 'nothing-due';
  const sum = due.reduce((total, { amount }) => total + minorUnits(amount, currency)!, 0n);
  const refusal = await postCost(
    tx,
    {
      id,
      line: found.line_id,
      amount: amountText(sum, currency),
      on,
      description: m.training_stipend_entry({ title: found.title }),
      activity: { kind: 'workshop', id: workshop }
    },
    person
  );
  if (refusal) return refusal;
  const { stipendPerDay, travelPerDay } = (await termsOf(tx, workshop))!;
  const rows = due.flatMap(({ person: person_id, days }) =>
    days.map((day) => ({
      organisation_id: person.organisation.id,
      entry_id: id,
      workshop_id: workshop,
      person_id,
      day,
      stipend: stipendPerDay,
      travel: travelPerDay
    }))
  );
  await tx.insertInto('stipend_days').values(rows).execute();
  for (const { person: subject } of due)
    await audit(tx, { action: 'stipend.paid', subject, thing: { kind: 'workshop', id: workshop } });
  return null;
}

/** The list beneath an entry: each person, the days, and what they come to. */
export async function stipendList(tx: Tx, entry: string): Promise<Owed[]> {
  const rows = await tx
    .selectFrom('stipend_days as paid')
    .innerJoin('people', 'people.id', 'paid.person_id')
    .where('paid.entry_id', '=', entry)
    .groupBy(['people.id', 'people.name'])
    .select([
      'people.id',
      'people.name',
      sql<Day[]>`array_agg(paid.day::text order by paid.day)`.as('days'),
      sql<string>`sum(paid.stipend + paid.travel)`.as('amount')
    ])
    .orderBy('people.name')
    .execute();
  return rows.map(({ id, name, days, amount }) => ({ person: id, name, days, amount }));
}

/** The lists a workshop has paid, the newest first; one that was declined or reversed paid nothing. */
export function stipendListsOf(tx: Tx, workshop: string) {
  return tx
    .selectFrom('stipend_days as paid')
    .innerJoin('ledger_entries as entry', (join) =>
      join.onRef('entry.organisation_id', '=', 'paid.organisation_id').onRef('entry.id', '=', 'paid.entry_id')
    )
    .innerJoin('ledger_entry_states as state', (join) =>
      join
        .onRef('state.organisation_id', '=', 'entry.organisation_id')
        .onRef('state.entry_id', '=', 'entry.id')
    )
    .where('paid.workshop_id', '=', workshop)
    .groupBy([
      'entry.id',
      'entry.happened_on',
      'entry.currency',
      'state.state',
      'state.reversed_by_id',
      'entry.posted_at'
    ])
    .select([
      'entry.id',
      'entry.happened_on',
      'entry.currency',
      sql<'proposed' | 'posted' | 'declined'>`state.state`.as('state'),
      'state.reversed_by_id',
      sql<number>`count(distinct paid.person_id)::int`.as('people'),
      sql<string>`sum(paid.stipend + paid.travel)`.as('amount')
    ])
    .orderBy('entry.posted_at', 'desc')
    .execute();
}

/** What the speaker themself was paid for the days they came, by workshop; a list that waits or was taken back is not counted. */
export async function myStipends(tx: Tx) {
  const { rows } = await sql<{
    workshop: string;
    title: string;
    currency: string;
    days: number;
    amount: string;
  }>`select workshop_id as workshop, title, currency, days, amount from my_stipends()`.execute(tx);
  return rows;
}

export type NewFee = {
  id: string;
  workshop: string;
  person: string;
  amount: string;
  on: Day;
};

/** Records what somebody paid to take part, as income; a repeat with the same id changes nothing. */
export async function receiveFee(tx: Tx, fee: NewFee, person: Person): Promise<FeeRefusal | null> {
  // So that its line is not changed meanwhile.
  await sql`select lock_workshop(${fee.workshop})`.execute(tx);
  const found = await visible(tx, fee.workshop, person);
  if (!found) return 'no-such-workshop';
  if (!found.line_id) return 'no-line';
  const known = await tx
    .selectFrom('workshop_fees')
    .select('entry_id')
    .where('entry_id', '=', fee.id)
    .executeTakeFirst();
  if (known) return null;
  if (!(await enrolmentsOf(tx, fee.workshop)).some(({ person_id }) => person_id === fee.person))
    return 'not-enrolled';
  const { id, amount, on } = fee;
  const refusal = await receiveIncome(
    tx,
    {
      id,
      line: found.line_id,
      amount,
      on,
      description: m.training_fee_entry({ title: found.title }),
      activity: { kind: 'workshop', id: fee.workshop }
    },
    person
  );
  if (refusal) return refusal;
  const currency = found.currency!;
  await tx
    .insertInto('workshop_fees')
    .values({
      organisation_id: person.organisation.id,
      entry_id: id,
      workshop_id: fee.workshop,
      person_id: fee.person,
      amount: amountText(minorUnits(amount, currency)!, currency)
    })
    .execute();
  const thing = { kind: 'workshop', id: fee.workshop };
  await audit(tx, { action: 'fee.received', subject: fee.person, thing });
  return null;
}

/** What each person paid for a workshop, by their id; a fee that was taken back is not counted. */
export async function feesPaid(tx: Tx, workshop: string): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('workshop_fees as fee')
    .innerJoin('ledger_entry_states as state', (join) =>
      join
        .onRef('state.organisation_id', '=', 'fee.organisation_id')
        .onRef('state.entry_id', '=', 'fee.entry_id')
    )
    .where('fee.workshop_id', '=', workshop)
    .where('state.reversed_by_id', 'is', null)
    .groupBy('fee.person_id')
    .select(['fee.person_id', sql<string>`sum(fee.amount)`.as('paid')])
    .execute();
  return new Map(rows.map(({ person_id, paid }) => [person_id, paid]));
}

// Declined or reversed, a list paid nothing; one that waits for approval counts as paid.
function daysPaid(tx: Tx, workshop: string): Promise<DayThere[]> {
  return tx
    .selectFrom('stipend_days as paid')
    .innerJoin('ledger_entry_states as state', (join) =>
      join
        .onRef('state.organisation_id', '=', 'paid.organisation_id')
        .onRef('state.entry_id', '=', 'paid.entry_id')
    )
    .where('paid.workshop_id', '=', workshop)
    .where('state.state', '<>', 'declined')
    .where('state.reversed_by_id', 'is', null)
    .select(['paid.person_id as person', 'paid.day'])
    .execute();
}

function namesOf(tx: Tx, people: string[]) {
  if (people.length === 0) return Promise.resolve([]);
  return tx.selectFrom('people').where('id', 'in', people).select(['id', 'name']).orderBy('name').execute();
}

function visible(tx: Tx, workshop: string, person: Person) {
  return workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
}
