import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { m } from '#messages';
import type { Locale } from '#languages';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { recipient, sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { calendarOf, type CalendarEntry } from './calendar.ts';
import { workshopsVisibleTo } from './workshop.server.ts';

// How long a subscriber can still learn that a day is off, and see what has been.
const keptDays = 90;

/** Whether this person's own feed is open, and since when; the address itself was shown once and is not kept. */
export function feedOf(tx: Tx, person: Person) {
  return tx
    .selectFrom('calendar_feeds')
    .where('person_id', '=', person.id)
    .where('closed_at', 'is', null)
    .select(['id', 'opened_at'])
    .executeTakeFirst();
}

/** Opens this person's feed at a new secret address, and ends the one before. A repeat with the same id gives no address: it was shown. */
export async function openFeed(tx: Tx, id: string, person: Person): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${person.id}, 0))`.execute(tx);
  if (await tx.selectFrom('calendar_feeds').select('id').where('id', '=', id).executeTakeFirst()) return null;
  await closeFeed(tx, person);
  const token = randomBytes(32).toString('base64url');
  await tx
    .insertInto('calendar_feeds')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: person.id,
      token_hash: createHash('sha256').update(token).digest(),
      opened_at: now()
    })
    .execute();
  await audit(tx, { action: 'calendar.opened', subject: person.id, thing: { kind: 'calendar', id } });
  return `${settings().origin}/o/${person.organisation.slug}/calendar/${token}`;
}

/** Ends this person's feed: whoever has the address finds nothing there any more. */
export async function closeFeed(tx: Tx, person: Person): Promise<void> {
  const closed = await tx
    .updateTable('calendar_feeds')
    .set({ closed_at: now() })
    .where('person_id', '=', person.id)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (closed)
    await audit(tx, {
      action: 'calendar.closed',
      subject: person.id,
      thing: { kind: 'calendar', id: closed.id }
    });
}

/** The file behind the secret address by which this transaction was opened; null when there is none such. */
export async function calendarByFeed(tx: Tx): Promise<string | null> {
  const { rows: found } = await sql<{
    language: string | null;
  }>`select language_of_feed() as language`.execute(tx);
  const language = found[0]!.language;
  if (!language) return null;
  const since = new Date(now().getTime() - keptDays * 86_400_000);
  const { rows } = await sql<Row>`select * from calendar_by_feed(${since})`.execute(tx);
  return calendarOf({
    title: m.training_calendar_title({}, { locale: language as Locale }),
    host: hostName(),
    entries: rows.map(entryOf)
  });
}

/** One workshop's days as a file to keep, with what changed since it was planned; null when it cannot be seen. */
export async function calendarOfWorkshop(tx: Tx, workshop: string, person: Person): Promise<string | null> {
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found) return null;
  const rows = await tx
    .selectFrom('workshop_sessions as session')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'session.organisation_id')
        .onRef('workshops.id', '=', 'session.workshop_id')
    )
    .leftJoin('rooms', (join) =>
      join
        .onRef('rooms.organisation_id', '=', 'session.organisation_id')
        .onRef('rooms.id', '=', 'session.room_id')
    )
    .where('session.workshop_id', '=', workshop)
    .select('rooms.name as room')
    .select(['session.id as session_id', 'session.workshop_id', 'starts_at', 'ends_at', 'time_zone'])
    .select(({ selectFrom }) => [
      selectFrom('workshop_versions as version')
        .whereRef('version.workshop_id', '=', 'session.workshop_id')
        .select(sql<number>`count(*)::int`.as('number'))
        .as('versions'),
      selectFrom('workshop_versions as version')
        .whereRef('version.workshop_id', '=', 'session.workshop_id')
        .select(({ fn }) => fn.max('version.changed_at').as('at'))
        .as('changed_at'),
      'workshops.scheduled_at'
    ])
    .orderBy('starts_at')
    .execute();
  const off = found.cancelled_at;
  return calendarOf({
    title: m.training_calendar_title(),
    host: hostName(),
    entries: rows.map((row) =>
      entryOf({
        ...row,
        sequence: (row.versions ?? 0) + (off ? 1 : 0),
        changed_at: off ?? row.changed_at ?? row.scheduled_at,
        cancelled: off !== null && off <= row.starts_at
      })
    )
  });
}

/**
 * Tells by mail everybody whose calendar does not know yet: of a new day, a moved one, one that is off. One mail a person,
 * with a file for each day, so that whichever calendar they use can take it in, and move it or take it out later (decision 29).
 */
export async function sendInvitations(tx: Tx): Promise<void> {
  const { rows } = await sql<Row & { organisation_id: string; person_id: string; language: string }>`
    select c.*, p.language from calendar_entries c join people p on p.id = c.person_id
    left join lateral (
      select i.starts_at, i.ends_at, i.cancelled, i.room, i.sequence from calendar_invitations i
      where i.organisation_id = c.organisation_id and i.person_id = c.person_id and i.session_id = c.session_id
      order by i.sequence desc limit 1
    ) told on true
    where c.starts_at > ${now()} and case when told.cancelled is null then not c.cancelled
      else told.sequence < c.sequence
        and (told.starts_at, told.ends_at, told.cancelled, told.room) is distinct from (c.starts_at, c.ends_at, c.cancelled, c.room) end
    order by c.person_id, c.starts_at limit 500`.execute(tx);
  for (const days of Map.groupBy(rows, ({ person_id }) => person_id).values()) {
    const mine = [];
    for (const day of days) if (await isFirstToTell(tx, day)) mine.push(day);
    if (mine.length > 0) await invite(tx, mine);
  }
}

type Row = {
  session_id: string;
  workshop_id: string;
  starts_at: Date;
  ends_at: Date;
  time_zone: string;
  sequence: number;
  changed_at: Date;
  cancelled: boolean;
  room: string | null;
};
type Telling = Row & { organisation_id: string; person_id: string; language: string };

// Of two workers that look at the same moment, one writes the row and sends.
async function isFirstToTell(tx: Tx, day: Telling): Promise<boolean> {
  const { organisation_id, session_id, person_id, sequence, starts_at, ends_at, cancelled, room } = day;
  const told = await tx
    .insertInto('calendar_invitations')
    .values({
      organisation_id,
      session_id,
      person_id,
      sequence,
      starts_at,
      ends_at,
      cancelled,
      room,
      sent_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('session_id')
    .executeTakeFirst();
  return told !== undefined;
}

async function invite(tx: Tx, days: Telling[]): Promise<void> {
  const { person_id, language } = days[0]!;
  const locale = language as Locale;
  await sendMailLater(tx, {
    to: { person: person_id },
    subject: m.training_mail_dates_subject({}, { locale }),
    body: m.training_mail_dates_body({ link: `${settings().origin}/training/mine` }, { locale }),
    calendars: days.map((day) => {
      const method = day.cancelled ? 'CANCEL' : 'REQUEST';
      return {
        method,
        content: calendarOf({
          title: m.training_calendar_title({}, { locale }),
          host: hostName(),
          entries: [entryOf(day)],
          letter: { method, from: settings().mailFrom, to: recipient }
        })
      };
    })
  });
}

function entryOf(row: Row): CalendarEntry {
  return {
    id: row.session_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    sequence: row.sequence,
    changedAt: row.changed_at,
    cancelled: row.cancelled,
    room: row.room,
    link: `${settings().origin}/training/workshops/${row.workshop_id}`
  };
}

function hostName(): string {
  return new URL(settings().origin).hostname;
}
