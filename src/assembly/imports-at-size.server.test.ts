/**
 * As many rows as there may be, read, checked, written and taken back within bounds of memory. `bin/test` brings in a
 * fiftieth, `bin/soak imports` all of it; the figures it prints are those of docs/benchmarks.md.
 */
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { firstBrokenLink } from '#platform/audit/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  askToApply,
  checkImport,
  columnChoices,
  importsVisibleTo,
  problemsOf,
  receiveImport,
  undoImport
} from '#platform/imports/index.server.ts';
import { runJobNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';

const database = onDatabase();

const rowsWritten = Number(process.env.TRELLIS_TEST_ROWS ?? 2_000);
const megabyte = 1024 * 1024;
// What the rows may add to the program, and what the database's own process for them may take, shared pages included.
const programBytesMax = 900 * megabyte;
const databaseBytesMax = 600 * megabyte;
const anHour = 3_600_000;

const supporters = 60;
const sessionsEach = 10;

/** A session book: ten sessions for each code, PHQ-9 in full at every other, a few words at each. */
function* sessions(): Iterable<string[]> {
  yield ['Code', 'Supporter', 'Date', 'Minutes', 'Type', 'PHQ-9', 'GAD-7', 'Notes'];
  for (let row = 0; row < rowsWritten; row++) {
    const seeker = Math.floor(row / sessionsEach);
    const session = row % sessionsEach;
    const day = new Date(Date.UTC(2024, 0, 1 + (seeker % 300) + session * 7)).toISOString().slice(0, 10);
    const answers = Array.from({ length: 8 }, (_, item) => (seeker + item + session) % 3).join(' ');
    yield [
      `C${seeker}`,
      `Helper ${seeker % supporters}`,
      day,
      String(30 + 5 * (session % 7)),
      session % 3 ? 'phone' : 'visit',
      session % 2 ? '' : `${answers} 0`,
      session % 5 ? '' : String(seeker % 20),
      `Talked about the week, and what helped. Session ${session + 1}.`
    ];
  }
}

function* colleagues(): Iterable<string[]> {
  yield ['Name', 'Role', 'Since', 'Languages', 'Works at'];
  for (let row = 0; row < rowsWritten; row++)
    yield [
      `Colleague Number ${row}`,
      row % 9 ? 'supporter' : 'practitioner / trainer',
      `0${(row % 9) + 1}/03/2025`,
      'Kiswahili, English',
      `Centre ${row % 40}`
    ];
}

const asText = async (rows: Iterable<string[]>) =>
  Buffer.from([...rows].map((row) => row.join(';')).join('\n'));

async function asWorkbook(rows: Iterable<string[]>): Promise<Buffer> {
  const stream = new PassThrough();
  const whole = buffer(stream);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream });
  const sheet = workbook.addWorksheet('List');
  for (const row of rows) sheet.addRow(row).commit();
  sheet.commit();
  await workbook.commit();
  return whole;
}

type Peak = { program: number; database: number };

/** Runs work and says how long it took and how large the program, and any one process of the database, became in it. */
async function measured<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; peak: Peak }> {
  const peak = { program: 0, database: 0 };
  const look = () => {
    peak.program = Math.max(peak.program, process.memoryUsage.rss());
    for (const pid of backends) peak.database = Math.max(peak.database, residentBytes(pid));
  };
  const { rows } = await database.owner.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'"
  );
  const backends = rows.map(({ pid }) => pid);
  const timer = setInterval(look, 100);
  const began = performance.now();
  const result = await work().finally(() => clearInterval(timer));
  look();
  return { result, seconds: (performance.now() - began) / 1000, peak };
}

// Only where the database runs on this machine, as an account we may look at; else nothing is known of it.
function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

async function bringInAndTakeBack(place: Village, person: Person, kind: string, name: string, bytes: Buffer) {
  const id = newId();
  const before = process.memoryUsage.rss();
  const read = await measured(() =>
    place.as(person, (tx) => receiveImport(tx, { id, kind, name, bytes }, person))
  );
  expect(read.result).toBeNull();
  const check = await measured(() =>
    place.as(person, async (tx) => {
      const { choices } = (await columnChoices(tx, id, person))!;
      return checkImport(tx, id, { mapping: choices.map(({ key }) => key), dayFirst: true }, person);
    })
  );
  expect(check.result).toBeNull();
  expect(await place.as(person, (tx) => problemsOf(tx, id).execute())).toEqual([]);
  await place.as(person, (tx) => askToApply(tx, id, person));
  const job = { organisation: place.organisation, import: id, person: person.id, language: 'en' };
  const apply = await measured(() => runJobNow(database.database, 'apply-import', job));
  const applied = await place.as(person, (tx) =>
    importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirstOrThrow()
  );
  expect(applied).toMatchObject({ outcome: 'applied', done: rowsWritten, total: rowsWritten });
  const undo = await measured(() => place.as(person, (tx) => undoImport(tx, id, person)));
  expect(undo.result).toBeNull();
  tell(`${kind} ${name}`, bytes, before, { read, check, apply, undo });
  const peaks = [read, check, apply, undo].map(({ peak }) => peak);
  expect(Math.max(...peaks.map(({ program }) => program)) - before).toBeLessThan(programBytesMax);
  expect(Math.max(...peaks.map((peak) => peak.database))).toBeLessThan(databaseBytesMax);
  const broken = await place.asSystem((tx) => firstBrokenLink(tx, place.organisation));
  expect(broken).toBeNull();
}

function tell(
  name: string,
  bytes: Buffer,
  before: number,
  steps: Record<string, { seconds: number; peak: Peak }>
) {
  const size = (count: number) => (count / megabyte).toFixed(0);
  const columns = Object.entries(steps).map(
    ([step, { seconds, peak }]) =>
      `${step} ${seconds.toFixed(1)} s (${size(peak.program)} / ${size(peak.database)} MB)`
  );
  console.log(
    `${name}: ${rowsWritten} rows, file ${(bytes.length / megabyte).toFixed(1)} MB, program before ${size(before)} MB · ${columns.join(' · ')}`
  );
}

for (const [ending, write] of [
  ['csv', asText],
  ['xlsx', asWorkbook]
] as const) {
  test(
    `a long session book with scores comes in and goes again: ${ending}`,
    { timeout: anHour },
    async () => {
      const place = await village(database);
      const cora = await place.person('Cora', 'coordinator');
      for (let number = 0; number < supporters; number++) await place.person(`Helper ${number}`, 'supporter');
      await bringInAndTakeBack(place, cora, 'encounters', `book.${ending}`, await write(sessions()));
    }
  );

  test(`a long list of people comes in and goes again: ${ending}`, { timeout: anHour }, async () => {
    const place = await village(database);
    const boss = await place.person('Boss', 'administrator');
    await bringInAndTakeBack(place, boss, 'people', `people.${ending}`, await write(colleagues()));
  });
}
