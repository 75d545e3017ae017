import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { undoImport } from '#platform/imports/index.server.ts';
import { bringIn as bringInList } from '#platform/testing/bring-in.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { markAttendance, trainingHoursOf, trainingRecord } from './index.server.ts';

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

const headers =
  'Employee ID,Employee Name,Course Code,Course Title,Provider,Completion Date,Credit Hours,Score,Certificate No.';

test('numbers, provider and score of a personnel system are on the record of the person and nobody else’s', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const asha = await place.person('Asha Mwangi', 'supporter');
  const bea = await place.person('Bea', 'supporter');
  const list = `${headers}\n0017,Asha Mwangi,FHS-1,Helping skills,Mwezi College,2025-03-03,6,88 %,MC-1`;
  expect((await bringIn(place, salma, list)).refusal).toBeNull();
  const seen = (by: Person) => place.as(by, (tx) => trainingRecord(tx, { person: asha.id }));
  const written = {
    employee_number: '0017',
    provider: 'Mwezi College',
    course_code: 'FHS-1',
    score: '88 %',
    certificate_number: 'MC-1'
  };
  expect(await seen(asha)).toMatchObject([{ title: 'Helping skills', hours: '6', ...written }]);
  expect(await seen(salma)).toMatchObject([written]);
  expect(await seen(bea)).toEqual([]);
  // Who accounts for the money sees the seat, and no mark.
  const greta = await place.person('Greta', 'grants-manager');
  expect(await seen(greta)).toMatchObject([{ hours: '6', score: null, employee_number: null }]);
});

test('the same course of the same employee on the same day is one, and so is a certificate, however they are written', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const asha = await place.person('Asha Mwangi', 'supporter');
  const first = '0017,Asha Mwangi,FHS-101,Helping skills,Mwezi College,2025-03-03,6,,MC-2025/7';
  const again = [
    '17,A. Mwangi,fhs 101,Helping skills I,Mwezi College,3 March 2025,6,,',
    '17,Asha Mwangi,,Helping,Mwezi College,2025-04-03,6,,mc 2025 7'
  ];
  const { id, refusal, problems } = await bringIn(place, salma, [headers, first, ...again].join('\n'));
  expect([refusal, problems.map(({ row, weight }) => [row, weight])]).toEqual([
    null,
    [
      [3, 'duplicate'],
      [4, 'duplicate']
    ]
  ]);
  for (const row of again)
    expect((await bringIn(place, salma, [headers, row].join('\n'))).refusal).toBe('nothing-to-import');
  // Another provider counts its certificates by itself.
  const elsewhere = '17,Asha Mwangi,,Helping,Other College,2025-04-03,6,,MC-2025/7';
  expect((await bringIn(place, salma, [headers, elsewhere].join('\n'))).refusal).toBeNull();
  expect(await place.as(salma, (tx) => undoImport(tx, id, salma))).toBeNull();
  expect((await bringIn(place, salma, [headers, first].join('\n'))).refusal).toBeNull();
  const record = await place.as(asha, (tx) => trainingRecord(tx, { person: asha.id }));
  expect(record).toMatchObject([{ provider: 'Mwezi College' }, { provider: 'Other College' }]);
});

test('an employee’s number says who is meant by a name nobody has; with somebody else’s name it is a mistake', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const asha = await place.person('Asha Mwangi', 'supporter');
  await place.person('Bea', 'supporter');
  const row = (number: string, name: string, day: number, certificate = '') =>
    `${number},${name},C-${day},Course ${day},Mwezi College,2025-03-${day},6,,${certificate}`;
  const good = [row('0017', 'Asha Mwangi', 10, 'MC-1'), row('٠٠١٧', 'A. M.', 11)];
  expect((await bringIn(place, salma, [headers, ...good].join('\n'))).refusal).toBeNull();
  expect(await place.as(asha, (tx) => trainingRecord(tx, { person: asha.id }))).toHaveLength(2);
  const bad = [row('17', 'Bea', 12), row('18', 'Bea', 13, 'mc1'), row('19', 'A. M.', 14)];
  const { refusal, problems } = await bringIn(place, salma, [headers, ...bad].join('\n'));
  expect([refusal, problems.map(({ row, column }) => [row, column])]).toEqual([
    'has-errors',
    [
      [2, 'Employee number'],
      [3, 'Certificate number'],
      [4, 'Who was there']
    ]
  ]);
});

test.each([
  ['French', 'Matricule;Salarié;Formation;Code formation;Prestataire;Date;Durée;Note;N° de certificat'],
  [
    'Spanish',
    'Número de empleado;Empleado;Formación;Código del curso;Proveedor;Fecha;Duración;Calificación;Número de certificado'
  ],
  [
    'Swahili',
    'Namba ya mfanyakazi;Mfanyakazi;Mafunzo;Msimbo wa kozi;Mtoa mafunzo;Tarehe;Muda;Alama;Namba ya cheti'
  ],
  ['Arabic', 'الرقم الوظيفي;الموظف;الدورة;رمز الدورة;جهة التدريب;التاريخ;المدة;الدرجة;رقم الشهادة']
])('the columns of a personnel system are known in %s', async (_language, heading) => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const asha = await place.person('Asha', 'supporter');
  const list = `${heading}\n7;Asha;Listening;L-1;Mwezi;2025-03-03;6;B+;M-9`;
  expect((await bringIn(place, salma, list)).refusal).toBeNull();
  expect(await place.as(asha, (tx) => trainingRecord(tx, { person: asha.id }))).toMatchObject([
    { employee_number: '7', course_code: 'L-1', provider: 'Mwezi', score: 'B+', certificate_number: 'M-9' }
  ]);
});
