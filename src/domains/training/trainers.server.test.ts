import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  cancelEnrolment,
  changeTrainers,
  changeWorkshop,
  enrol,
  scheduleWorkshop,
  taughtBy,
  todayFor,
  trainersOf
} from './index.server.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** Cora coordinates ten days of Listening in June, which Tariq teaches; Tess could step in. It is May. */
async function twoWeeks() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const { as, asSystem } = place;
  const cora = await place.person('Cora', 'coordinator');
  const tariq = await place.person('Tariq', 'trainer');
  const tess = await place.person('Tess', 'trainer', 'supporter');
  const day = (date: string) => ({
    id: newId(),
    startsAt: at(`2026-06-${date}T06:00`),
    endsAt: at(`2026-06-${date}T10:00`)
  });
  const days = ['01', '02', '03', '04', '05', '08', '09', '10', '11', '12'].map(day);
  const workshop = newId();
  await as(cora, (tx) =>
    scheduleWorkshop(tx, aWorkshop({ id: workshop, trainers: [tariq.id], sessions: days }), cora)
  );
  const teach = (...people: { id: string }[]) =>
    as(cora, (tx) => changeTrainers(tx, { workshop, trainers: people.map(({ id }) => id) }, cora));
  const booked = (who: { id: string }) =>
    as(cora, (tx) =>
      tx.selectFrom('trainer_bookings').where('person_id', '=', who.id).select('session_id').execute()
    ).then((rows) => rows.length);
  // What was told by mail since the last time somebody looked, by whom and method.
  let seen = 0;
  const told = async () => {
    await sweepNow(database.database, 'training-invitations');
    const mails = await asSystem((tx) =>
      tx
        .selectFrom('outgoing_mails')
        .selectAll()
        .where('calendars', 'is not', null)
        .orderBy('written_at')
        .execute()
    );
    const files = mails
      .slice(seen)
      .flatMap(({ to_person_id, calendars }) =>
        (calendars as { method: string }[]).map(
          ({ method }) => `${to_person_id === tariq.id ? 'Tariq' : 'Tess'} ${method}`
        )
      );
    seen = mails.length;
    return Object.fromEntries(
      [...Map.groupBy(files, (file) => file)].map(([file, all]) => [file, all.length])
    );
  };
  await told();
  return { ...place, cora, tariq, tess, days, day, workshop, teach, booked, told };
}

test('a trainer falls ill in the middle: another takes the days to come, both calendars hear of it, and what was taught stays taught', async () => {
  const { as, cora, tariq, tess, workshop, teach, booked, told } = await twoWeeks();
  moveClock(at('2026-06-03T12:00'));
  expect(await teach(tess)).toBeNull();
  expect(await as(cora, (tx) => trainersOf(tx, workshop))).toMatchObject([{ name: 'Tess' }]);
  expect([await booked(tariq), await booked(tess)]).toEqual([3, 7]);
  expect(await told()).toEqual({ 'Tariq CANCEL': 7, 'Tess REQUEST': 7 });
  expect((await as(tariq, (tx) => taughtBy(tx, tariq.id, tariq))).workshops).toMatchObject([
    { id: workshop }
  ]);
  expect((await as(tess, (tx) => taughtBy(tx, tess.id, tess))).workshops).toMatchObject([{ id: workshop }]);

  moveClock(at('2026-06-08T12:00'));
  expect(await teach(tariq, tess)).toBeNull();
  expect([await booked(tariq), await booked(tess)]).toEqual([7, 7]);
  expect(await told()).toEqual({ 'Tariq REQUEST': 4 });
  expect(await teach(tariq, tess)).toBeNull();
  expect(await told()).toEqual({});
});

test('a day that moves takes the time of those who teach now, and of nobody who stopped', async () => {
  const { as, cora, tariq, tess, days, day, workshop, teach, booked } = await twoWeeks();
  await teach(tess);
  const plan = {
    id: newId(),
    workshop,
    venue: 'The library',
    onlineLink: null,
    seats: 20,
    reason: 'A holiday'
  };
  const sessions = [...days.slice(1), day('15')];
  expect(await as(cora, (tx) => changeWorkshop(tx, { ...plan, sessions }, cora))).toBeNull();
  expect([await booked(tariq), await booked(tess)]).toEqual([0, 10]);
});

test('whoever stopped before the first day taught nothing of it, and is asked to mark nothing', async () => {
  const { as, person, tariq, tess, workshop, teach } = await twoWeeks();
  const amina = await person('Amina', 'supporter');
  await as(amina, (tx) => enrol(tx, { id: newId(), workshop }, amina));
  await teach(tess);
  moveClock(at('2026-06-03T12:00'));
  expect((await as(tariq, (tx) => taughtBy(tx, tariq.id, tariq))).workshops).toEqual([]);
  expect(await as(tariq, (tx) => todayFor(tx, tariq))).toEqual([]);
  expect(await as(tess, (tx) => todayFor(tx, tess))).toMatchObject([{ key: `training.mark.${workshop}` }]);
});

test('nobody teaches where they have a seat; who gave it back may, and their calendar holds the days again', async () => {
  const { as, tess, workshop, teach, told } = await twoWeeks();
  await as(tess, (tx) => enrol(tx, { id: newId(), workshop }, tess));
  expect(await told()).toEqual({ 'Tess REQUEST': 10 });
  expect(await teach(tess)).toMatchObject({ clash: 'attends', who: 'Tess' });
  await as(tess, (tx) => cancelEnrolment(tx, { workshop }, tess));
  expect(await told()).toEqual({ 'Tess CANCEL': 10 });
  expect(await teach(tess)).toBeNull();
  expect(await told()).toEqual({ 'Tariq CANCEL': 10, 'Tess REQUEST': 10 });
});

test('nobody steps in who teaches elsewhere then, is no trainer, or when it is over; a supporter changes nothing', async () => {
  const { as, cora, person, tess, day, workshop, teach } = await twoWeeks();
  const other = aWorkshop({ id: newId(), title: 'Grief', trainers: [tess.id], sessions: [day('09')] });
  await as(cora, (tx) => scheduleWorkshop(tx, other, cora));
  expect(await teach(tess)).toMatchObject({ clash: 'teaches', who: 'Tess', title: 'Grief' });
  moveClock(at('2026-06-09T12:00'));
  expect(await teach(tess)).toBeNull();

  const amina = await person('Amina', 'supporter');
  const change = { workshop, trainers: [amina.id] };
  expect(await as(amina, (tx) => changeTrainers(tx, change, amina))).toBe('not-yours-to-change');
  expect(await teach(tess, amina)).toBeNull();
  expect(await as(cora, (tx) => trainersOf(tx, workshop))).toMatchObject([{ name: 'Tess' }]);
  moveClock(at('2026-06-20T12:00'));
  expect(await teach()).toBe('workshop-over');
});

test('workshops that were planned before trainers were booked are booked, also where the database’s owner is no superuser', async () => {
  const { tariq } = await twoWeeks();
  const { owner } = database;
  const migration = readFileSync(
    new URL('migrations/20261125T0531_trainers_booked_before.sql', import.meta.url),
    'utf8'
  );
  const booked = async () =>
    (await owner.query('select from trainer_bookings where person_id = $1', [tariq.id])).rowCount;
  const touched = ['workshop_trainers', 'workshop_sessions', 'workshop_cancellations', 'trainer_bookings'];
  await owner.query('begin');
  await owner.query(
    'create role plain_keeper nosuperuser nobypassrls; grant usage, create on schema public to plain_keeper'
  );
  for (const table of touched) await owner.query(`alter table ${table} owner to plain_keeper`);
  await owner.query('delete from trainer_bookings');
  expect(await booked()).toBe(0);
  await owner.query(`set local role plain_keeper; ${migration}; reset role`);
  expect(await booked()).toBe(10);
  const { rows } = await owner.query(
    'select relname from pg_class where relname = any ($1) and relrowsecurity and relforcerowsecurity',
    [touched]
  );
  expect(rows).toHaveLength(touched.length);
  await owner.query('rollback');
});
