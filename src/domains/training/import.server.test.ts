import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { undoImport } from '#platform/imports/index.server.ts';
import { bringIn as bringInList } from '#platform/testing/bring-in.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { markAttendance, trainingHoursOf } from './index.server.ts';

const database = onDatabase();

const bringIn = (place: Pick<Village, 'as'>, person: Person, text: string) =>
  bringInList(place, person, { kind: 'trainings', text });

test('attendance lists of the past become hours that count, and taking them back takes the hours away', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const asha = await place.person('Asha Mwangi', 'supporter');
  const list =
    'Training;Participant;Date;Hours;Type\nHelping skills;Asha  Mwangi;03/03/2025;6,5;basics\nHelping skills;asha mwangi;4 March 2025;٦;basics\nHelping skills;Salma;04/03/2025;3;basics';
  const { id, refusal, problems } = await bringIn(place, salma, list);
  expect({ refusal, problems }).toEqual({ refusal: null, problems: [] });
  const hours = () => place.as(salma, (tx) => trainingHoursOf(tx, asha.id));
  expect(await hours()).toEqual([{ kind: 'foundational-helping', hours: 12.5 }]);

  expect((await bringIn(place, salma, list)).refusal).toBe('nothing-to-import');
  expect(await place.as(salma, (tx) => undoImport(tx, id, salma))).toBeNull();
  expect(await hours()).toEqual([]);
  expect((await bringIn(place, salma, list)).refusal).toBeNull();
  expect(await hours()).toEqual([{ kind: 'foundational-helping', hours: 12.5 }]);
});

test('a name nobody has, a day to come and two trainings at once are told, and nothing is written', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  await place.person('Asha', 'supporter');
  const { refusal, problems } = await bringIn(
    place,
    salma,
    'training,participant,date,hours\nA,Nobody,2025-03-03,6\nA,Asha,2199-01-01,6\nA,Asha,2025-03-03,6\nB,Asha,2025-03-03,6'
  );
  expect(refusal).toBe('has-errors');
  expect(problems).toMatchObject([
    { row: 2, column: 'Who was there' },
    { row: 3, column: 'Day' },
    { row: 5, column: 'Day' }
  ]);
});

test('a trainer brings in attendance; what was put right since keeps the import, and is named', async () => {
  const place = await village(database);
  const ines = await place.person('Ines', 'trainer');
  const asha = await place.person('Asha', 'supporter');
  const { id, refusal } = await bringIn(
    place,
    ines,
    'training,participant,date,hours\nHelping,Asha,2025-03-03,6'
  );
  expect(refusal).toBeNull();
  await place.as(ines, async (tx) => {
    const { id: session } = await tx.selectFrom('workshop_sessions').select('id').executeTakeFirstOrThrow();
    const marks = [{ person: asha.id, presence: 'partly' as const, hours: 3 }];
    expect(await markAttendance(tx, { session, marks }, ines)).toBeNull();
  });
  const stays = await place.as(ines, (tx) => undoImport(tx, id, ines));
  expect(stays?.which).toEqual(['Asha · Helping']);
  expect(await place.as(ines, (tx) => trainingHoursOf(tx, asha.id))).toEqual([{ kind: 'other', hours: 3 }]);
});

test('a personnel system’s export is read by its own headers, and what was not finished is told', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const asha = await place.person('Asha Mwangi', 'supporter');
  const list = (status: string) =>
    `Employee ID,Employee Name,Work Email,Course Code,Course Title,Provider,Completion Date,Credit Hours,Completion Status
17,Asha Mwangi,,FHS-1,Helping skills (classroom),Mwezi College,2025-03-03,6.5,Completed
17,Asha Mwangi,,CHS-2,Child protection,Ministry of Health,2025-03-17,6,${status}`;
  const open = await bringIn(place, salma, list('No show'));
  expect([open.refusal, open.problems.map(({ row }) => row)]).toEqual(['has-errors', [3]]);
  expect((await bringIn(place, salma, list('passed'))).refusal).toBeNull();
  const hours = await place.as(salma, (tx) => trainingHoursOf(tx, asha.id));
  expect(hours.reduce((sum, one) => sum + one.hours, 0)).toBe(12.5);
});
