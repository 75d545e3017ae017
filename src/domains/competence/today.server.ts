import { can, type Person } from '#platform/access/index.ts';
import { addDays, dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import type { TodayItem } from '#ui/today.ts';
import { harmToLookAt } from './assessment-draft.server.ts';
import { assessmentsToDo } from './assessment.server.ts';
import { certificatesEndingBy } from './roster.server.ts';

// A month leaves time to watch a role-play and to print a new certificate.
const noticeDays = 30;

/** Assessments this person was asked for, and certificates that end soon: their own, or all for whoever issues them. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  const toDo = await assessmentsToDo(tx, person).execute();
  const today = dayIn(person.organisation.timeZone);
  const ending = await certificatesEndingBy(
    tx,
    { today, until: addDays(today, noticeDays) },
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
    ...toDo.map((assessment): TodayItem => ({
      key: `assessment-${assessment.id}`,
      urgency: 'soon',
      title: m.competence_today_assess({ name: assessment.person_name }),
      detail: m.competence_today_assess_detail({ day: formatDay(assessment.observed_on) }),
      href: `/competence/assessments/${assessment.id}`,
      action: m.competence_today_assess_action()
    })),
    ...ending
      .filter(({ person_id }) => person_id === person.id || can(person, 'certificates.issue'))
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
