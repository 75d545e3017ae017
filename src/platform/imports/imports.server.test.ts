import { expect, onTestFinished, test } from 'vitest';
import { permissions, roles, type Person, type Role } from '#platform/access/index.ts';
import { runJobNow, sweepNow } from '#platform/jobs/index.server.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import {
  applyHere,
  askToApply,
  checkImport,
  columnChoices,
  importsVisibleTo,
  kindsFor,
  markedFile,
  offerImport,
  problemsOf,
  receiveImport,
  standingOfImport,
  undoImport
} from './index.server.ts';
import { readName } from './index.ts';

const database = onDatabase();

const districts = [
  'List of districts;;;',
  'P-Code ;Name;Parent;Population',
  'XA; Mara ;;',
  'XA01;  Kilima   Moja;XA;12.500',
  'XA02;Ziwani;xa;٣٤٠٠'
].join('\n');

async function receive(place: Village, person: Person, text: string, kind = 'places') {
  const id = newId();
  const refusal = await place.as(person, (tx) =>
    receiveImport(tx, { id, kind, name: 'places.csv', bytes: Buffer.from(text) }, person)
  );
  expect(refusal).toBeNull();
  return id;
}

async function check(place: Village, person: Person, id: string) {
  return place.as(person, async (tx) => {
    const choices = await columnChoices(tx, id, person);
    return checkImport(tx, id, { mapping: choices!.choices.map(({ key }) => key), dayFirst: true }, person);
  });
}

const standing = (place: Village, person: Person, id: string) =>
  place.as(person, async (tx) =>
    standingOfImport(
      await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirstOrThrow()
    )
  );
const kindsOf = (role: Role) => kindsFor({ roles: [role] } as unknown as Person);
const problems = (place: Village, person: Person, id: string) =>
  place.as(person, (tx) => problemsOf(tx, id).execute());
const placesOf = (place: Village) =>
  place.asSystem((tx) =>
    tx.selectFrom('places').select(['p_code', 'name', 'level', 'population']).orderBy('p_code').execute()
  );
const apply = (place: Village, person: Person, id: string) =>
  runJobNow(database.database, 'apply-import', {
    organisation: place.organisation,
    import: id,
    person: person.id,
    language: 'en'
  });

async function inSpanish(place: Village) {
  await place.asSystem((tx) =>
    tx.updateTable('organisations').set({ language: 'es' }).where('id', '=', place.organisation).execute()
  );
}

test('a coordinator’s messy list of districts comes in as it was meant', async () => {
  const place = await village(database);
  await inSpanish(place);
  const salma = await place.person('Salma', 'coordinator');
  const id = await receive(place, salma, districts);
  expect(await standing(place, salma, id)).toBe('received');
  expect(await check(place, salma, id)).toBeNull();
  expect(await placesOf(place)).toEqual([]);

  expect(await place.as(salma, (tx) => askToApply(tx, id, salma))).toBeNull();
  expect(await standing(place, salma, id)).toBe('applying');
  await apply(place, salma, id);
  expect(await standing(place, salma, id)).toBe('applied');
  expect(await placesOf(place)).toEqual([
    { p_code: 'XA', name: 'Mara', level: 0, population: null },
    { p_code: 'XA01', name: 'Kilima Moja', level: 1, population: 12500 },
    { p_code: 'XA02', name: 'Ziwani', level: 1, population: 3400 }
  ]);
  const files = await place.asSystem((tx) => tx.selectFrom('stored_files').selectAll().execute());
  expect(files).toEqual([]);
});

test('the preview shows lists as somebody would write them', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const id = await receive(place, boss, 'name,role\nAsha,mentor / trainer', 'people');
  await check(place, boss, id);
  const { preview } = await place.as(boss, (tx) =>
    importsVisibleTo(tx, boss).where('imports.id', '=', id).executeTakeFirstOrThrow()
  );
  expect(preview).toMatchObject({ rows: [{ number: 2, cells: ['Asha', 'mentor, trainer'] }] });
});

test('asking twice, and a worker that runs the job twice, import once', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const id = await receive(place, salma, 'code,name\nA,Alpha\nB,Beta');
  await check(place, salma, id);
  for (let time = 0; time < 2; time++)
    expect(await place.as(salma, (tx) => askToApply(tx, id, salma))).toBeNull();
  await Promise.all([apply(place, salma, id), apply(place, salma, id)]);
  await apply(place, salma, id);
  expect((await placesOf(place)).map(({ p_code }) => p_code)).toEqual(['A', 'B']);
  expect(await standing(place, salma, id)).toBe('applied');
});

test('one bad row keeps every row out, and says where it is and what to do', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const id = await receive(place, salma, 'code,name,population,parent\nA,Alpha,ten,\nB,Beta,10,Z\nC,,5,');
  await check(place, salma, id);
  expect(await problems(place, salma, id)).toMatchObject([
    { row: 2, column: 'Population', value: 'ten', weight: 'error' },
    { row: 3, column: 'Lies in', value: 'Z', weight: 'error' },
    { row: 4, column: 'Name', weight: 'error' }
  ]);
  expect(await place.as(salma, (tx) => askToApply(tx, id, salma))).toBe('has-errors');
  expect(await placesOf(place)).toEqual([]);
});

test('rows that are there already, or twice in the file, are left out and told', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const first = await receive(place, salma, 'code,name\nA,Alpha');
  await check(place, salma, first);
  await place.as(salma, (tx) => applyHere(tx, first, salma, () => undefined));

  const second = await receive(place, salma, 'code,name\nA,Alpha\nB,Beta\nb,Beta again');
  await check(place, salma, second);
  expect(await problems(place, salma, second)).toMatchObject([
    { row: 2, value: 'A', weight: 'duplicate' },
    { row: 4, value: 'B', weight: 'duplicate' }
  ]);
  expect(await place.as(salma, (tx) => applyHere(tx, second, salma, () => undefined))).toBeNull();
  expect((await placesOf(place)).map(({ p_code }) => p_code)).toEqual(['A', 'B']);
});

test('what changed between looking and importing is found, and nothing is written', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const parents = await receive(place, salma, 'code,name\nP,Parent');
  await check(place, salma, parents);
  await place.as(salma, (tx) => applyHere(tx, parents, salma, () => undefined));
  const children = await receive(place, salma, 'code,name,parent\nC,Child,P\nD,Other,');
  await check(place, salma, children);
  await place.as(salma, (tx) => askToApply(tx, children, salma));
  await place.as(salma, (tx) => undoImport(tx, parents, salma));

  await apply(place, salma, children);
  expect(await standing(place, salma, children)).toBe('refused');
  expect(await problems(place, salma, children)).toMatchObject([{ row: 2, column: 'Lies in', value: 'P' }]);
  expect(await placesOf(place)).toEqual([]);
});

test('a whole import is taken back, unless later records depend on it', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const parents = await receive(place, salma, 'code,name\nP,Parent\nQ,Quiet');
  await check(place, salma, parents);
  await place.as(salma, (tx) => applyHere(tx, parents, salma, () => undefined));
  const children = await receive(place, salma, 'code,name,parent\nC,Child,P');
  await check(place, salma, children);
  await place.as(salma, (tx) => applyHere(tx, children, salma, () => undefined));

  const refusal = await place.as(salma, (tx) => undoImport(tx, parents, salma));
  expect(refusal?.why()).toMatch(/depend/);
  expect(refusal?.which).toEqual(['P Parent']);
  expect((await placesOf(place)).map(({ p_code }) => p_code)).toEqual(['C', 'P', 'Q']);

  expect(await place.as(salma, (tx) => undoImport(tx, children, salma))).toBeNull();
  expect(await place.as(salma, (tx) => undoImport(tx, parents, salma))).toBeNull();
  expect(await place.as(salma, (tx) => undoImport(tx, parents, salma))).toBeNull();
  expect(await placesOf(place)).toEqual([]);
  expect(await standing(place, salma, parents)).toBe('undone');
});

test('when writing fails half way, nothing is written, and the page says that it failed', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  onTestFinished(
    offerImport<{ name: string }>({
      kind: 'breaking',
      label: () => 'Breaking',
      about: () => '',
      permission: 'people.invite',
      columns: { name: { label: () => 'Name', aliases: [], required: true, read: readName } },
      key: ({ name }) => name,
      existing: async () => new Set(),
      apply: async (tx, _rows, { person, progress }) => {
        await tx
          .insertInto('places')
          .values({
            organisation_id: person.organisation.id,
            id: newId(),
            p_code: 'HALF',
            name: 'Half',
            kind: 'area',
            level: 0
          })
          .execute();
        await progress(1);
        throw new Error('the roof fell in');
      },
      undo: async () => null
    })
  );
  const id = await receive(place, salma, 'name,other\nA,1\nB,2', 'breaking');
  await check(place, salma, id);
  await place.as(salma, (tx) => askToApply(tx, id, salma));
  await expect(apply(place, salma, id)).rejects.toThrow('the roof fell in');
  expect(await standing(place, salma, id)).toBe('failed');
  const seen = await place.as(salma, (tx) =>
    importsVisibleTo(tx, salma).where('imports.id', '=', id).executeTakeFirstOrThrow()
  );
  expect(seen).toMatchObject({ done: 1, total: 2 });
  expect(await placesOf(place)).toEqual([]);
});

test('somebody who lost their role after asking writes nothing', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const boss = await place.person('Boss', 'administrator');
  const id = await receive(place, salma, 'code,name\nA,Alpha');
  await check(place, salma, id);
  await place.as(salma, (tx) => askToApply(tx, id, salma));
  await place.asSystem((tx) =>
    tx.updateTable('memberships').set({ until: now() }).where('person_id', '=', salma.id).execute()
  );
  await apply(place, salma, id);
  expect(await standing(place, boss, id)).toBe('refused');
  expect(await placesOf(place)).toEqual([]);
});

test('the answer to which column is which is remembered for the organisation, and for no other', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const text = 'zzz,title of it\nA,Alpha';
  const id = await receive(place, salma, text);
  await place.as(salma, (tx) => checkImport(tx, id, { mapping: ['p_code', 'name'], dayFirst: true }, salma));
  const again = await receive(place, salma, text);
  const chosen = await place.as(salma, (tx) => columnChoices(tx, again, salma));
  expect(chosen!.choices.map(({ key }) => key)).toEqual(['p_code', 'name']);

  const other = await village(database);
  const tom = await other.person('Tom', 'coordinator');
  const theirs = await receive(other, tom, text);
  const guessed = await other.as(tom, (tx) => columnChoices(tx, theirs, tom));
  expect(guessed!.choices.map(({ key }) => key)).not.toEqual(['p_code', 'name']);
});

test('an import is seen by those who may import that kind, in that organisation only', async () => {
  const place = await village(database);
  const other = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const supporter = await place.person('Amina', 'supporter');
  const stranger = await other.person('Tom', 'coordinator');
  const id = await receive(place, salma, 'code,name\nA,Alpha');
  for (const [where, person] of [
    [place, supporter],
    [other, stranger]
  ] as const) {
    const forged = { ...person, organisation: salma.organisation };
    expect(
      await where.as(person, (tx) => importsVisibleTo(tx, forged).where('imports.id', '=', id).execute())
    ).toEqual([]);
    expect(await where.as(person, (tx) => problemsOf(tx, id).execute())).toEqual([]);
  }
  const refusal = place.as(supporter, (tx) =>
    receiveImport(
      tx,
      { id: newId(), kind: 'places', name: 'a.csv', bytes: Buffer.from('a,b\n1,2') },
      supporter
    )
  );
  expect(await refusal).toBe('unknown-kind');
});

test('who may import something sees the imports of that, and no others', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const ines = await place.person('Ines', 'trainer');
  const leila = await place.person('Leila', 'planner');
  const kinds = (person: Person) => kindsFor(person).map(({ kind }) => kind);
  expect(kinds(ines)).toEqual(['trainings']);
  expect(kinds(leila)).toEqual(['places', 'place-boundaries']);

  const people = await receive(place, boss, 'name,role\nAsha,mentor', 'people');
  await check(place, boss, people);
  const attendance = await receive(
    place,
    ines,
    'training,participant,date,hours\nA,Nobody,2025-03-03,6',
    'trainings'
  );
  await check(place, ines, attendance);
  const seen = (person: Person) =>
    place.as(person, async (tx) => ({
      imports: (await tx.selectFrom('imports').select('id').execute()).map(({ id }) => id),
      checks: (await tx.selectFrom('import_checks').select('import_id').execute()).map(
        ({ import_id }) => import_id
      )
    }));
  expect(await seen(ines)).toEqual({ imports: [attendance], checks: [attendance] });
  expect(await seen(leila)).toEqual({ imports: [], checks: [] });
  expect(await seen(boss)).toEqual({ imports: [people], checks: [people] });
});

test('every kind is somebody’s who may open the import pages, and nobody may open them in vain', () => {
  const offered = new Set(roles.flatMap((role) => kindsOf(role).map(({ permission }) => permission)));
  const mayImport = new Set([...offered].flatMap((permission) => [...permissions[permission]]));
  expect([...mayImport].sort()).toEqual([...permissions['data.import']].sort());
});

test('a colleague goes on where another began; two who press the button import once', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const joy = await place.person('Joy', 'coordinator');
  const id = await receive(place, salma, 'code,name\nA,Alpha\nB,Beta');
  expect(await check(place, joy, id)).toBeNull();
  const asked = await Promise.all(
    [salma, joy].map((person) => place.as(person, (tx) => askToApply(tx, id, person)))
  );
  expect(asked).toEqual([null, null]);
  await Promise.all([apply(place, salma, id), apply(place, joy, id)]);
  expect(await standing(place, salma, id)).toBe('applied');
  expect((await placesOf(place)).map(({ p_code }) => p_code)).toEqual(['A', 'B']);
  const undone = await Promise.all(
    [salma, joy].map((person) => place.as(person, (tx) => undoImport(tx, id, person)))
  );
  expect(undone).toEqual([null, null]);
  expect(await placesOf(place)).toEqual([]);
});

test('the file comes back with what to put right, is mended there, and is brought in', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const id = await receive(place, salma, 'A list;;\ncode;name;population\nA;=HYPERLINK("x");ten\nB;-Beta;10');
  await check(place, salma, id);
  const back = (await place.as(salma, (tx) => markedFile(tx, id, salma)))!;
  const [header, first, second] = back.trim().split('\r\n');
  expect(header).toMatch(/^\uFEFF?code,name,population,/);
  expect(first).toMatch(/^A,"?'=HYPERLINK.*,ten,"?Population: /);
  expect(second).toBe("B,'-Beta,10,");

  const mended = await receive(place, salma, back.replace(',ten,', ',12,'));
  await check(place, salma, mended);
  expect(await problems(place, salma, mended)).toEqual([]);
  expect(await place.as(salma, (tx) => applyHere(tx, mended, salma, () => undefined))).toBeNull();
  expect((await placesOf(place)).map(({ name, population }) => [name, population])).toEqual([
    ['=HYPERLINK("x")', 12],
    ['-Beta', 10]
  ]);
});

test('every step leaves its mark in the record of who did what', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const id = await receive(place, salma, 'code,name\nA,Alpha');
  await check(place, salma, id);
  await place.as(salma, (tx) => askToApply(tx, id, salma));
  await apply(place, salma, id);
  await place.as(salma, (tx) => undoImport(tx, id, salma));
  const entries = await place.asSystem((tx) =>
    tx
      .selectFrom('audit_entries')
      .where('thing_id', '=', id)
      .select(['action', 'actor_id'])
      .orderBy('id')
      .execute()
  );
  expect(entries.map(({ action }) => action)).toEqual([
    'import.received',
    'import.checked',
    'import.asked',
    'import.applied',
    'import.undone'
  ]);
  expect(new Set(entries.map(({ actor_id }) => actor_id))).toEqual(new Set([salma.id]));
});

test('a file nobody imported is forgotten after a week', async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const id = await receive(place, salma, 'code,name\nA,\nB,Beta');
  await check(place, salma, id);
  moveClock(new Date(Date.now() + 8 * 24 * 60 * 60 * 1000));
  await sweepNow(database.database, 'forget-import-files');
  expect(await problems(place, salma, id)).toEqual([]);
  expect(await place.as(salma, (tx) => columnChoices(tx, id, salma))).toBeNull();
});

// `TRELLIS_TEST_ROWS=100000` writes as many as there may be; a twentieth shows the same bounds sooner.
const rowsWritten = Number(process.env.TRELLIS_TEST_ROWS ?? 5_000);
const memoryMax = 600 * 1024 * 1024;

test('a very long list is checked and written within bounds of memory', { timeout: 900_000 }, async () => {
  const place = await village(database);
  const salma = await place.person('Salma', 'coordinator');
  const lines = Array.from({ length: rowsWritten }, (_, index) => `P${index},Place number ${index},${index}`);
  const before = process.memoryUsage().rss;
  const id = await receive(place, salma, ['code,name,population', ...lines].join('\n'));
  await check(place, salma, id);
  expect(await place.as(salma, (tx) => applyHere(tx, id, salma, () => undefined))).toBeNull();
  expect((await placesOf(place)).length).toBe(rowsWritten);
  expect(process.memoryUsage().rss - before).toBeLessThan(memoryMax);
});
