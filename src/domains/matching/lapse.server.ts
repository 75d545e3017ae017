import { sql } from 'kysely';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { supportersNow, type Supporter } from './facts.server.ts';
import { lapsesOf } from './gate.ts';
import { gatePolicyOn } from './policy.server.ts';
import type { StandingRefusal } from './refusals.ts';
import { refusalWords } from './words.ts';

/** What does not hold now for people who support somebody, as far as the person may see it. */
export function openLapsesVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('gate_lapses')
    .innerJoin('people', 'people.id', 'gate_lapses.supporter_id')
    .where('gate_lapses.organisation_id', '=', person.organisation.id)
    .where('passed_at', 'is', null)
    .select(['gate_lapses.id', 'gate_lapses.supporter_id', 'people.name', 'refusal', 'found_at'])
    .orderBy('found_at');
}

/**
 * Asks the gate again for everybody who supports somebody now. What newly lapsed is written down and told to the supervisor
 * and the coordinators; what holds again is closed. Nobody loses their supporter by it. Runs as the organisation.
 */
export async function findLapses(tx: Tx): Promise<void> {
  const today = dayIn(await timeZone(tx));
  const open = await tx
    .selectFrom('gate_lapses')
    .select(['id', 'supporter_id', 'refusal'])
    .where('passed_at', 'is', null)
    .execute();
  const policy = await gatePolicyOn(tx, today);
  const supporters = await supportersNow(tx, today);
  const lapses = supporters
    .filter(({ caseload }) => caseload.open > 0)
    .flatMap((supporter) => lapsesOf(supporter, policy, today).map((refusal) => ({ supporter, refusal })));

  const isOpen = (supporter: string, refusal: string) =>
    open.some((lapse) => lapse.supporter_id === supporter && lapse.refusal === refusal);
  for (const { supporter, refusal } of lapses)
    if (!isOpen(supporter.id, refusal)) await writeAndTell(tx, supporter, refusal);

  const passed = open.filter(
    (lapse) =>
      !lapses.some(
        ({ supporter, refusal }) => supporter.id === lapse.supporter_id && refusal === lapse.refusal
      )
  );
  if (passed.length === 0) return;
  await tx
    .updateTable('gate_lapses')
    .set({ passed_at: now() })
    .where(
      'id',
      'in',
      passed.map(({ id }) => id)
    )
    .execute();
}

async function writeAndTell(tx: Tx, supporter: Supporter, refusal: StandingRefusal): Promise<void> {
  const written = await tx
    .insertInto('gate_lapses')
    .values({
      organisation_id: sql<string>`current_organisation()`,
      id: newId(),
      supporter_id: supporter.id,
      refusal,
      found_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!written) return;
  for (const { id, language } of await whoIsTold(tx, supporter.supervision.supervisor)) {
    const locale = language as 'en';
    await sendMailLater(tx, {
      to: { person: id },
      subject: m.matching_lapse_subject({}, { locale }),
      body: m.matching_lapse_body(
        { name: supporter.name, reason: refusalWords[refusal].coordinator({}, { locale }) },
        { locale }
      )
    });
  }
}

function whoIsTold(tx: Tx, supervisor: string | null) {
  return tx
    .selectFrom('people')
    .select(['id', 'language'])
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        ...(supervisor ? [eb('people.id', '=', supervisor)] : []),
        exists(
          selectFrom('memberships')
            .select('memberships.id')
            .whereRef('memberships.person_id', '=', 'people.id')
            .where('memberships.organisation_id', '=', sql<string>`current_organisation()`)
            .where('memberships.role', '=', 'coordinator')
            .where('memberships.until', 'is', null)
        )
      ])
    )
    .execute();
}

async function timeZone(tx: Tx): Promise<string> {
  const { time_zone } = await tx
    .selectFrom('organisations')
    .select('time_zone')
    .where('id', '=', sql<string>`current_organisation()`)
    .executeTakeFirstOrThrow();
  return time_zone;
}
