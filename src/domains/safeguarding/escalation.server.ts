import { sql } from 'kysely';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { log } from '#platform/log/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { m } from '#messages';
import type { Step } from './clock.ts';
import { ladderRoles, whomToCall, type Ladder } from './duty.ts';

// So many at once keep one transaction short; the next round of the sweep takes the rest.
const deadlinesAtOnce = 50;

/**
 * The sweep `escalate`: calls somebody for every deadline that has passed. Two workers never take the same deadline,
 * and the pages, the mails and the mark that it was called are one transaction: killed at any moment, it is all or
 * nothing, and a later round does what is left.
 */
export async function escalate(tx: Tx): Promise<void> {
  const due = await tx
    .selectFrom('concern_deadlines as deadline')
    .innerJoin('concerns as concern', (join) =>
      join
        .onRef('concern.organisation_id', '=', 'deadline.organisation_id')
        .onRef('concern.id', '=', 'deadline.concern_id')
    )
    .where('deadline.organisation_id', '=', sql<string>`current_organisation()`)
    .where('called_at', 'is', null)
    .where('stood_down_at', 'is', null)
    .where('due_at', '<=', now())
    .select(['concern.id as concern', 'concern.about_id as about', 'deadline.round', 'deadline.step'])
    .$narrowType<{ step: Step }>()
    .orderBy('due_at')
    .limit(deadlinesAtOnce)
    .forUpdate('deadline')
    .skipLocked()
    .execute();
  for (const deadline of due) await callAlone(tx, deadline);
}

type Due = { concern: string; about: string | null; round: number; step: Step };

// One deadline that cannot be called must not silence the others behind it: it alone is undone, and tried again.
async function callAlone(tx: Tx, deadline: Due): Promise<void> {
  await sql`savepoint deadline`.execute(tx);
  try {
    await call(tx, deadline);
    await sql`release savepoint deadline`.execute(tx);
  } catch (error) {
    await sql`rollback to savepoint deadline`.execute(tx);
    log.error({ error, concern: deadline.concern, step: deadline.step }, 'a page could not be made');
  }
}

async function call(tx: Tx, { concern, about, round, step }: Due): Promise<void> {
  const people = whomToCall({
    step,
    onCall: await onCallNow(tx, step),
    ladder: await ladder(tx),
    called: await calledIn(tx, concern, round),
    about
  });
  if (people.length === 0) throw new Error('The organisation has nobody who could be called.');
  const deadline = { organisation_id: sql<string>`current_organisation()`, concern_id: concern, round, step };
  await tx
    .insertInto('concern_pages')
    .values(
      people.flatMap((person) =>
        (['screen', 'mail'] as const).map((channel) => ({
          ...deadline,
          id: newId(),
          person_id: person,
          channel,
          paged_at: now()
        }))
      )
    )
    .execute();
  for (const person of people) await mail(tx, person, concern);
  await tx
    .updateTable('concern_deadlines')
    .set({ called_at: now() })
    .where('concern_id', '=', concern)
    .where('round', '=', round)
    .where('step', '=', step)
    .execute();
}

// Neither the subject nor the body says who or what: a screen may be seen by anybody.
async function mail(tx: Tx, person: string, concern: string): Promise<void> {
  const { language: locale } = await tx
    .selectFrom('people')
    .select('language')
    .where('id', '=', person)
    .$narrowType<{ language: 'en' | 'fr' | 'es' | 'sw' | 'ar' }>()
    .executeTakeFirstOrThrow();
  const link = `${settings().origin}/safeguarding/concerns/${concern}`;
  await sendMailLater(tx, {
    to: { person },
    subject: m.safeguarding_page_subject({}, { locale }),
    body: m.safeguarding_page_body({ link }, { locale })
  });
}

async function onCallNow(tx: Tx, step: Step): Promise<string[]> {
  const shifts = await tx
    .selectFrom('on_call_shifts')
    .select('person_id')
    .where('organisation_id', '=', sql<string>`current_organisation()`)
    .where('step', '=', step)
    .where('withdrawn_at', 'is', null)
    .where('starts_at', '<=', now())
    .where('ends_at', '>', now())
    // Somebody who has left since the rota was written is not there to be called.
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('memberships')
          .select('memberships.id')
          .whereRef('memberships.organisation_id', '=', 'on_call_shifts.organisation_id')
          .whereRef('memberships.person_id', '=', 'on_call_shifts.person_id')
          .where('memberships.until', 'is', null)
          .where('memberships.role', '<>', 'seeker')
      )
    )
    .execute();
  return shifts.map(({ person_id }) => person_id);
}

async function ladder(tx: Tx): Promise<Ladder> {
  const members = await tx
    .selectFrom('memberships')
    .select(['person_id', 'role'])
    .where('organisation_id', '=', sql<string>`current_organisation()`)
    .where('role', 'in', [...ladderRoles])
    .where('until', 'is', null)
    .execute();
  const having = (role: string) =>
    members.filter((member) => member.role === role).map((member) => member.person_id);
  return {
    'safeguarding-lead': having('safeguarding-lead'),
    coordinator: having('coordinator'),
    administrator: having('administrator')
  };
}

async function calledIn(tx: Tx, concern: string, round: number): Promise<string[]> {
  const pages = await tx
    .selectFrom('concern_pages')
    .select('person_id')
    .distinct()
    .where('concern_id', '=', concern)
    .where('round', '=', round)
    .execute();
  return pages.map(({ person_id }) => person_id);
}
