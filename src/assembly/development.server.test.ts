import { expect, test } from 'vitest';
import { developmentDefault } from '#domains/competence/index.ts';
import { developmentSince } from '#domains/competence/index.server.ts';
import { recordSupervision } from '#domains/supervision/index.server.ts';
import {
  enrol,
  handIn,
  markAttendance,
  scheduleWorkshop,
  takeUpCourse
} from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { publishSmallCourse } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';

const database = onDatabase();
const at = (time: string) => new Date(`2026-06-01T${time}Z`);

async function aDayOfTraining() {
  moveClock(new Date('2026-05-01T08:00Z'));
  const { as, person } = await village(database);
  const tatu = await person('Tatu', 'trainer');
  const amina = await person('Amina', 'supporter');
  const [workshop, morning] = [newId(), newId()];
  const sessions = [
    { id: morning, startsAt: at('06:00'), endsAt: at('10:00') },
    { id: newId(), startsAt: at('11:00'), endsAt: at('14:00') }
  ];
  await as(tatu, (tx) =>
    scheduleWorkshop(tx, aWorkshop({ id: workshop, trainers: [tatu.id], sessions }), tatu)
  );
  await as(amina, (tx) => enrol(tx, { id: newId(), workshop }, amina));
  moveClock(at('15:00'));
  const marks = [{ person: amina.id, presence: 'present' as const }];
  await as(tatu, (tx) => markAttendance(tx, { session: morning, marks }, tatu));
  const done = (whose: Person) =>
    as(whose, async (tx) => {
      const since = { person: whose.id, from: '2026-05-01', rule: { ...developmentDefault, courseHours: 2 } };
      const { byKind } = (await developmentSince(tx, since, '2026-06-01')).balance;
      return Object.fromEntries(byKind.flatMap(({ kind, done }) => (done > 0 ? [[kind, done]] : [])));
    });
  return { as, person, tatu, amina, done };
}

test('what was attended, passed and supervised counts by itself, each in its room', async () => {
  const { as, person, tatu, amina, done } = await aDayOfTraining();
  const { course, quiz, answered } = await as(tatu, (tx) => publishSmallCourse(tx, tatu));
  await as(amina, (tx) => takeUpCourse(tx, course, amina));
  const handed = {
    id: newId(),
    course,
    quiz,
    version: 1,
    number: 1,
    occasion: 'course' as const,
    workshop: null
  };
  await as(amina, (tx) => handIn(tx, { ...handed, answers: answered(4), madeAt: now() }, amina));
  const sara = await person('Sara', 'supervisor');
  const session = {
    id: newId(),
    kind: 'individual' as const,
    on: '2026-06-01',
    minutes: 90,
    attendees: [amina.id]
  };
  expect(await as(sara, (tx) => recordSupervision(tx, session, sara))).toBeNull();
  expect(await done(amina)).toEqual({ training: 4, course: 2, supervision: 1.5 });
});

test('who taught is credited for the sessions that somebody came to', async () => {
  const { tatu, done } = await aDayOfTraining();
  expect(await done(tatu)).toEqual({ teaching: 4 });
});
