import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { sql } from 'kysely';
import type { Locale } from '#languages';
import { permissions, type Person, type Role } from '#platform/access/index.ts';
import { speakAs, type Database, type Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { importRefusals, type ImportRefusal, type Mapping, type Problem } from '#platform/imports/index.ts';
import {
  applyHere,
  checkImport,
  columnChoices,
  importsVisibleTo,
  personFor,
  problemsOf,
  receiveImport,
  rolesThatImport
} from '#platform/imports/index.server.ts';
import { say, withDatabase } from './open.ts';

type Options = {
  organisation: string;
  person?: string;
  dryRun?: boolean;
  monthFirst?: boolean;
  mapping: string[];
  json?: boolean;
};

export const importVerb = () =>
  new Command('import')
    .description('Brings in a spreadsheet, whole or not at all.')
    .argument('<kind>', 'what one row is: places, …')
    .argument('<file>', 'a CSV, XLSX or GeoJSON file')
    .requiredOption('--organisation <slug>', 'whose it is')
    .option('--person <id>', 'who imports; else the longest-standing administrator or coordinator who may')
    .option('--dry-run', 'check every row and write nothing')
    .option('--month-first', 'read 03/01/2026 as the first of March')
    .option('--mapping <header=column>', 'which column of the file is which; may be repeated', collect, [])
    .option('--json', 'print one JSON object')
    .action(async (kind: string, file: string, options: Options) => {
      const result = await withDatabase(({ database }) => importFile(database, kind, file, options));
      say(options.json, result, wordsOf(result));
      if (result.refusal) process.exitCode = 1;
    });

type Result = {
  import: string;
  /** Why nothing was written, in words; null when it was, or on a dry run that found nothing wrong. */
  refusal: string | null;
  written: number;
  found: number;
  duplicates: number;
  problems: Problem[];
};

/** Thrown to undo everything, carrying what to say. */
class NothingWritten extends Error {
  readonly result: Result;
  constructor(result: Result) {
    super('nothing was written');
    this.result = result;
  }
}

async function importFile(database: Database, kind: string, file: string, options: Options): Promise<Result> {
  const { organisation, person, language } = await whoImports(database, kind, options);
  const upload = { id: newId(), kind, name: path.basename(file), bytes: readFileSync(file) };
  try {
    return await inLanguage(language, () =>
      speakAs(database, { person, organisation }, async (tx) => {
        const speaker = await personFor(tx, person, organisation);
        if (!speaker) throw new Error('This person does not belong to the organisation.');
        return importWithin(tx, upload, options, speaker);
      })
    );
  } catch (error) {
    if (error instanceof NothingWritten) return error.result;
    throw error;
  }
}

async function importWithin(
  tx: Tx,
  upload: Parameters<typeof receiveImport>[1],
  { dryRun, monthFirst, mapping }: Options,
  person: Person
): Promise<Result> {
  const refusal =
    (await receiveImport(tx, upload, person)) ??
    (await checkImport(
      tx,
      upload.id,
      { mapping: await chosenMapping(tx, upload.id, mapping, person), dayFirst: !monthFirst },
      person
    ));
  if (refusal) throw new NothingWritten(await resultOf(tx, upload.id, refusal, 0, person));
  const checked = await resultOf(tx, upload.id, null, 0, person);
  const errors = checked.problems.some(({ weight }) => weight === 'error');
  if (dryRun)
    throw new NothingWritten({ ...checked, refusal: errors ? importRefusals['has-errors']() : null });
  const stopped = await applyHere(tx, upload.id, person, showProgress);
  if (stopped) throw new NothingWritten({ ...checked, refusal: importRefusals[stopped]() });
  return resultOf(tx, upload.id, null, 1, person);
}

async function resultOf(
  tx: Tx,
  id: string,
  refusal: ImportRefusal | null,
  writes: 0 | 1,
  person: Person
): Promise<Result> {
  const found = await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst();
  return {
    import: id,
    refusal: refusal && importRefusals[refusal](),
    written: writes * (found?.total ?? 0),
    found: found?.rows_found ?? 0,
    duplicates: found?.duplicates ?? 0,
    problems: await problemsOf(tx, id).execute()
  };
}

async function chosenMapping(tx: Tx, id: string, answers: string[], person: Person): Promise<Mapping> {
  const offered = await columnChoices(tx, id, person);
  if (!offered) return [];
  const wanted = new Map(
    answers.map((answer) => [answer.slice(0, answer.indexOf('=')), answer.slice(answer.indexOf('=') + 1)])
  );
  const headers = offered.choices.map(({ header }) => header);
  const unknown = [...wanted].filter(
    ([header, key]) => !headers.includes(header) || !(key === '' || key in offered.kind.columns)
  );
  if (unknown.length > 0) {
    throw new Error(
      `There is no such column: ${unknown.map((pair) => pair.join('=')).join(', ')}. ` +
        `The file has: ${headers.join(', ')}. This kind has: ${Object.keys(offered.kind.columns).join(', ')}.`
    );
  }
  const taken = new Set(wanted.values());
  return offered.choices.map(({ header, key }) =>
    wanted.has(header) ? wanted.get(header) || null : taken.has(key ?? '') ? null : key
  );
}

async function whoImports(database: Database, kind: string, { organisation: slug, person }: Options) {
  const allowed = rolesThatImport(kind);
  if (!allowed) throw new Error(`There is no kind of import called ${kind}.`);
  const found = await speakAs(database, { visitor: true }, (tx) =>
    tx.selectFrom('organisations').where('slug', '=', slug).select(['id', 'language']).executeTakeFirst()
  );
  if (!found) throw new Error(`There is no organisation called ${slug}.`);
  const importer = person ?? (await longestStanding(database, found.id, allowed));
  if (!importer)
    throw new Error(`Nobody in ${slug} may import this; it takes one of: ${allowed.join(', ')}.`);
  return { organisation: found.id, person: importer, language: found.language as Locale };
}

// The pages let these import; whoever has been here longest answers for what a script does.
const importers = permissions['data.import'];

async function longestStanding(database: Database, organisation: string, allowed: readonly Role[]) {
  const member = await speakAs(database, { organisation, system: true }, (tx) =>
    tx
      .selectFrom('memberships')
      .where(
        'role',
        'in',
        importers.filter((role) => allowed.includes(role))
      )
      .where('until', 'is', null)
      .orderBy(sql`role <> 'administrator'`)
      .orderBy('since')
      .select('person_id')
      .executeTakeFirst()
  );
  return member?.person_id;
}

const barWidth = 30;

function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const full = Math.round((barWidth * done) / Math.max(1, total));
  process.stderr.write(
    `\r${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${done}/${total}${done === total ? '\n' : ''}`
  );
}

function wordsOf({ refusal, written, found, duplicates, problems }: Result): string {
  const lines = problems.map(
    ({ row, column, value, why, weight }) =>
      `  ${weight} · row ${row}${column ? ` · ${column}` : ''} · ${value}: ${why}`
  );
  const end =
    refusal ??
    (written > 0
      ? `${written} of ${found} rows were imported.`
      : `${found} rows were checked; nothing was written.`);
  return [...lines, duplicates > 0 ? `${duplicates} duplicates are left out.` : '', end]
    .filter(Boolean)
    .join('\n');
}

function collect(answer: string, answers: string[]): string[] {
  if (!answer.includes('=')) throw new Error(`--mapping wants header=column, not ${answer}.`);
  return [...answers, answer];
}
