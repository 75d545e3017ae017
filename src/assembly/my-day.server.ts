/** Below what needs somebody now, their Today shows what is theirs: their people, their learning, their calendar. */
import { validityOf, type Validity } from '#domains/competence/index.ts';
import { certifiedHelpers, standingOf as competenceOf } from '#domains/competence/index.server.ts';
import { standingOf as supervisionOf } from '#domains/supervision/index.server.ts';
import { attentionWords } from '#domains/supervision/index.ts';
import { waitingRequestsVisibleTo } from '#domains/support/index.server.ts';
import { isTaughtNowBy, workshopsVisibleTo } from '#domains/training/index.server.ts';
import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay, formatNumber, formatTime } from '#platform/languages/format.ts';
import type { Shared } from './today.server.ts';

export type Mine = { key: string; title: string; detail?: string; href: string };
export type MyDay = { people: Mine[]; learning: Mine[]; calendar: Mine[] };

// A glance: the whole of each has a page of its own.
const shownMax = 8;

/** What is this person's own, by their roles. */
export async function myDayOf(tx: Tx, person: Person, shared: Shared): Promise<MyDay> {
  const today = dayIn(person.organisation.timeZone);
  // One after the other: they share the request's one transaction.
  const caseload = can(person, 'support.give') ? await shared.caseload() : [];
  return {
    people: [
      ...caseload.slice(0, shownMax).map(({ id, pseudonym, nextStepOn }) => ({
        key: id,
        title: pseudonym,
        detail: nextStepOn
          ? m.ui_my_day_next_session({ day: formatDay(nextStepOn) })
          : m.ui_my_day_no_next_session(),
        href: `/support/${id}`
      })),
      ...(can(person, 'supervision.give') ? await supervisees(shared) : []),
      ...(can(person, 'support.coordinate') ? await thoseWhoWaitAndMayHelp(tx, person) : [])
    ],
    learning: can(person, 'supervision.receive') ? await standing(tx, person, today) : [],
    calendar: can(person, 'workshops.see') ? await workshops(tx, person) : []
  };
}

async function supervisees(shared: Shared): Promise<Mine[]> {
  return (await shared.supervisees()).slice(0, shownMax).map(({ id, name, attention }) => ({
    key: id,
    title: name,
    detail: attentionWords[attention](),
    href: `/supervision/people/${id}`
  }));
}

async function thoseWhoWaitAndMayHelp(tx: Tx, person: Person): Promise<Mine[]> {
  const { waiting } = await waitingRequestsVisibleTo(tx, person)
    .clearSelect()
    .clearOrderBy()
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  const { certified, helpers } = await certifiedHelpers(tx);
  return [
    { key: 'waiting', title: m.ui_my_day_waiting({ count: waiting }), href: '/support/requests' },
    {
      key: 'certified',
      title: m.ui_my_day_certified({ count: certified, all: formatNumber(helpers) }),
      href: '/competence?show=ready'
    }
  ];
}

type Held = { issuedOn: Day; expiresOn: Day };
const certificateSaid: Record<Validity, (certificate: Held) => string> = {
  valid: ({ expiresOn }) => m.ui_my_day_certificate({ day: formatDay(expiresOn) }),
  expired: ({ expiresOn }) => m.ui_my_day_certificate_ended({ day: formatDay(expiresOn) }),
  suspended: m.ui_my_day_certificate_suspended,
  'not-yet': ({ issuedOn }) => m.ui_my_day_certificate_begins({ day: formatDay(issuedOn) })
};

async function standing(tx: Tx, person: Person, today: Day): Promise<Mine[]> {
  const { certificate } = (await competenceOf(tx, [person.id], today)).get(person.id)!;
  const { debt, supervisor, lastOn } = (await supervisionOf(tx, [person.id], today)).get(person.id)!;
  return [
    {
      key: 'certificate',
      title: certificate
        ? certificateSaid[validityOf(certificate, today)](certificate)
        : m.ui_my_day_no_certificate(),
      href: certificate ? `/competence/certificates/${certificate.id}` : '/competence/mine'
    },
    {
      key: 'supervision',
      title:
        supervisor === null
          ? m.ui_my_day_no_supervisor()
          : debt > 0
            ? m.ui_my_day_supervision({ units: formatNumber(debt) })
            : m.ui_my_day_supervision_paid(),
      detail: lastOn ? m.ui_my_day_supervised_last({ day: formatDay(lastOn) }) : undefined,
      href: '/supervision/me'
    }
  ];
}

/** The workshops somebody has a seat in or teaches. */
async function workshops(tx: Tx, person: Person): Promise<Mine[]> {
  const coming = await workshopsVisibleTo(tx, person)
    .where('dates.next_at', '>', now())
    .where('cancellation.cancelled_at', 'is', null)
    .where(({ or, eb }) => or([eb('mine.seated_at', 'is not', null), isTaughtNowBy(person.id)]))
    .orderBy('dates.next_at')
    .limit(shownMax)
    .execute();
  return coming.map(({ id, title, next_at, time_zone, venue }) => ({
    key: id,
    title,
    detail: [formatTime(next_at!, time_zone), venue].filter(Boolean).join(' · '),
    href: `/training/workshops/${id}`
  }));
}
