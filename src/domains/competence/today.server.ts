import { getLocale } from '#languages';
import { can, type Person } from '#platform/access/index.ts';
import { addDays, dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import type { TodayItem } from '#ui/today.ts';
import { harmToLookAt } from './assessment-draft.server.ts';
import { appealsVisibleTo } from './appeal.server.ts';
import { assessmentsToDo } from './assessment.server.ts';
import { calibrationAhead } from './calibration.server.ts';
import { entriesToConfirm } from './development.server.ts';
import { reminderDays } from './certificate-reminder.ts';
import { tasksDueFor } from './practice-plan.server.ts';
import { certificatesEndingBy } from './roster.server.ts';

// A month leaves time to watch a role-play and to print a new certificate; its holder may begin earlier.
const noticeDays = 30;

/** Assessments this person was asked for, and certificates that end soon: their own, or all for whoever issues them. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  const toDo = await assessmentsToDo(tx, person).execute();
  const today = dayIn(person.organisation.timeZone);
  const ending = await certificatesEndingBy(
    tx,
    { today, until: addDays(today, reminderDays[0]) },
    person
  ).execute();
  const harm = can(person, 'supervision.give') ? await harmToLookAt(tx, person).execute() : [];
  return [
    ...harm.map(({ id, name, answered_at }): TodayItem => ({
      key: `harm-${id}`,
      urgency: 'now',
      title: m.competence_today_harm({ name }),
      detail: m.competence_today_harm_detail({
        day: formatDay(dayIn(person.organisation.timeZone, answered_at))
      }),
      href: `/competence/assessments/${id}`,
      action: m.competence_today_harm_action()
    })),
    ...(await appealsToDecide(tx, person, today)),
    ...(await ownSuspensions(tx, person)),
    ...(await developmentToConfirm(tx, person)),
    ...(await calibrationToDo(tx, person, today)),
    ...(await practiceToDo(tx, person, today)),
    ...assessmentsDue(toDo, today),
    ...ending
      .filter(
        ({ person_id, expires_on }) =>
          person_id === person.id ||
          (can(person, 'certificates.issue') && expires_on <= addDays(today, noticeDays))
      )
      .map((certificate): TodayItem => {
        const day = formatDay(certificate.expires_on);
        const own = certificate.person_id === person.id;
        return {
          key: `certificate-${certificate.id}`,
          urgency: 'when-free',
          title: own
            ? m.competence_today_expiring_own({ day })
            : m.competence_today_expiring({ name: certificate.holder_name, day }),
          href: own
            ? `/competence/certificates/${certificate.id}`
            : `/competence/people/${certificate.person_id}`,
          action: m.competence_today_expiring_action()
        };
      })
  ];
}

// More would bury whatever else the day brings.
const assessmentsShownSingly = 5;

/** A word for each assessment that was asked for; of a whole workshop's, one word for all. */
function assessmentsDue(
  toDo: { id: string; person_name: string; observed_on: Day }[],
  today: Day
): TodayItem[] {
  const item = { urgency: 'soon', action: m.competence_today_assess_action() } as const;
  if (toDo.length > assessmentsShownSingly)
    return [
      {
        ...item,
        key: 'assessments',
        title: m.competence_today_assess_many({ count: toDo.length }),
        href: '/competence/assess'
      }
    ];
  return toDo.map(({ id, person_name, observed_on }) => {
    const ahead = observed_on > today;
    const day = formatDay(observed_on);
    return {
      ...item,
      urgency: ahead ? 'when-free' : 'soon',
      key: `assessment-${id}`,
      title: m.competence_today_assess({ name: person_name }),
      detail: ahead ? m.competence_today_assess_planned({ day }) : m.competence_today_assess_detail({ day }),
      href: `/competence/assessments/${id}`
    };
  });
}

/** Appeals that wait for somebody who neither suspended nor is suspended. */
async function appealsToDecide(tx: Tx, person: Person, today: Day): Promise<TodayItem[]> {
  if (!can(person, 'certificates.lift')) return [];
  const waiting = await appealsVisibleTo(tx, person)
    .where('decision.decided_at', 'is', null)
    .where('appeal.person_id', '<>', person.id)
    .where(({ or, eb }) =>
      or([eb('suspension.suspended_by', 'is', null), eb('suspension.suspended_by', '<>', person.id)])
    )
    .execute();
  return waiting.map(({ id, holder_name, certificate_id, due_on }) => ({
    key: `appeal-${id}`,
    urgency: due_on <= today ? 'now' : 'soon',
    title: m.competence_today_appeal({ name: holder_name }),
    detail: m.competence_today_appeal_detail({ day: formatDay(due_on) }),
    href: `/competence/certificates/${certificate_id}/appeal`,
    action: m.competence_today_appeal_action()
  }));
}

// More than these nobody confirms in one sitting; the page has them all.
const confirmMax = 5;

async function developmentToConfirm(tx: Tx, person: Person): Promise<TodayItem[]> {
  if (!can(person, 'supervision.give')) return [];
  const waiting = await entriesToConfirm(tx, person).limit(confirmMax).execute();
  return waiting.map(({ id, name, what }) => ({
    key: `development-${id}`,
    urgency: 'when-free',
    title: m.competence_today_development({ name }),
    detail: what,
    href: '/competence/development/confirm',
    action: m.competence_today_development_action()
  }));
}

// A fortnight leaves an evening for it.
const calibrationNoticeDays = 14;

async function calibrationToDo(tx: Tx, person: Person, today: Day): Promise<TodayItem[]> {
  if (!can(person, 'assessments.record')) return [];
  const ahead = await calibrationAhead(tx, person, getLocale());
  if (!ahead || ahead.dueOn > addDays(today, calibrationNoticeDays)) return [];
  return [
    {
      key: `calibration-${ahead.piece.id}`,
      urgency: ahead.dueOn < today ? 'soon' : 'when-free',
      title: m.competence_today_calibration({ title: ahead.piece.title }),
      detail: ahead.first
        ? m.competence_today_calibration_first()
        : m.competence_today_calibration_detail({ day: formatDay(ahead.dueOn) }),
      href: `/competence/calibration/${ahead.piece.id}`,
      action: m.competence_today_calibration_action()
    }
  ];
}

// A week leaves time to find somebody who watches.
const practiceNoticeDays = 7;

async function practiceToDo(tx: Tx, person: Person, today: Day): Promise<TodayItem[]> {
  return (await tasksDueFor(tx, person, practiceNoticeDays)).map(
    ({ id, plan, title, person, own, dueOn }) => ({
      key: `practice-${id}`,
      urgency: dueOn < today ? 'soon' : 'when-free',
      title: own ? title : m.competence_today_practice_helping({ title, name: person }),
      detail:
        dueOn < today
          ? m.competence_today_practice_overdue({ day: formatDay(dueOn) })
          : m.competence_today_practice_due({ day: formatDay(dueOn) }),
      href: `/competence/practice/${plan}`,
      action: m.competence_today_practice_action()
    })
  );
}

async function ownSuspensions(tx: Tx, person: Person): Promise<TodayItem[]> {
  // Begins at one's own certificates and names nobody: with everybody's names beside them it would read all people first.
  const resting = await tx
    .selectFrom('certificates')
    .innerJoin('certificate_suspensions as suspension', (join) =>
      join
        .onRef('suspension.organisation_id', '=', 'certificates.organisation_id')
        .onRef('suspension.certificate_id', '=', 'certificates.id')
    )
    .leftJoin('certificate_origins as origin', (join) =>
      join
        .onRef('origin.organisation_id', '=', 'certificates.organisation_id')
        .onRef('origin.certificate_id', '=', 'certificates.id')
    )
    .where('certificates.organisation_id', '=', person.organisation.id)
    .where('certificates.person_id', '=', person.id)
    .where('origin.withdrawn_at', 'is', null)
    .where('suspension.lifted_at', 'is', null)
    // A concern calls nobody it is about.
    .where('suspension.cause', '<>', 'incident-open')
    .select('certificates.id')
    .execute();
  return resting.map(({ id }) => ({
    key: `suspended-${id}`,
    urgency: 'soon',
    title: m.competence_today_suspended(),
    href: `/competence/certificates/${id}`,
    action: m.competence_today_suspended_action()
  }));
}
