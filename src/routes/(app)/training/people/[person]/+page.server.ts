import { workshopKindNames } from '#domains/training/index.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDays, formatNumber } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';
import { recordSeen } from './whose.server.ts';

/** What somebody attended, here and before. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { own, learner, record } = await recordSeen(locals, params.person);
  return {
    own,
    learner,
    maySeeProfile: own || can(locals.person, 'assessments.see'),
    hours: formatNumber(record.reduce((sum, { hours }) => sum + Number(hours), 0)),
    employeeNumbers: [...new Set(record.flatMap(({ employee_number }) => employee_number ?? []))].join(', '),
    rows: record.map(({ workshop, title, kind, time_zone, starts_at, ends_at, hours, ...origin }) => ({
      workshop,
      title,
      kind: workshopKindNames[kind](),
      when: formatDays(dayIn(time_zone, starts_at), dayIn(time_zone, ends_at)),
      hours: formatNumber(Number(hours)),
      provider: origin.provider,
      code: origin.course_code,
      score: origin.score,
      certificate: origin.certificate_number
    }))
  };
};
