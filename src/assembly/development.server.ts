/** What other rooms know of somebody's continuing development; competence may not ask them itself. */
import { letDevelopmentComeFrom } from '#domains/competence/index.server.ts';
import type { Activity } from '#domains/competence/index.ts';
import { sessionsOf as supervisionOf } from '#domains/supervision/index.server.ts';
import { coursesPassedBy, workshopsAttendedBy, workshopsTaughtBy } from '#domains/training/index.server.ts';
import { m } from '#messages';
import { dayIn } from '#platform/clock/index.ts';

export function assembleDevelopment(): void {
  letDevelopmentComeFrom(async (tx, person, { from, until }) => {
    const attended = (await workshopsAttendedBy(tx, person)).map((row) => ({
      kind: 'training' as const,
      on: dayIn(row.time_zone, row.ends_at),
      hours: Number(row.hours),
      what: row.title
    }));
    const passed = (await coursesPassedBy(tx, person)).map((row) => ({
      kind: 'course' as const,
      on: row.on,
      hours: null,
      what: row.title
    }));
    const supervised = (await supervisionOf(tx, person).execute()).map((row) => ({
      kind: 'supervision' as const,
      on: row.held_on,
      hours: row.minutes / 60,
      what: m.competence_development_supervision()
    }));
    const taught = (await workshopsTaughtBy(tx, person)).map((row) => ({
      kind: 'teaching' as const,
      on: dayIn(row.time_zone, row.ends_at),
      hours: Number(row.hours),
      what: row.title
    }));
    return [...attended, ...passed, ...supervised, ...taught].filter(
      ({ on }: Activity) => on >= from && on <= until
    );
  });
}
