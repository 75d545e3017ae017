/** Which column is which, and what is wrong with each row. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { columnsMissing, columnsOf, shown } from './check.ts';
import { errorsIn, examine, type Examined } from './examine.server.ts';
import type { Problem } from './kind.ts';
import { knownColumns, type AnyKind } from './kinds.server.ts';
import { suggestMapping, wordKey, type Mapping } from './match.ts';
import { importsVisibleTo, openImport, standingOfImport } from './received.server.ts';
import type { ImportRefusal } from './refusals.ts';

export type ColumnChoice = {
  header: string;
  /** What the first rows hold in this column. */
  samples: string[];
  /** The last answer for this file, else what was remembered or looks alike. */
  key: string | null;
};

const samplesMax = 3;

/** For the page that asks which column is which; null when there is no such import. */
export async function columnChoices(
  tx: Tx,
  id: string,
  person: Person
): Promise<{ kind: AnyKind; choices: ColumnChoice[]; dayFirst: boolean } | null> {
  const found = await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst();
  const opened = await openImport(tx, id, { dayFirst: true, today: today(person) }, person);
  if (!found || !opened) return null;
  const { kind, layout } = opened;
  const mapping =
    (found.mapping as Mapping | null) ??
    suggestMapping(layout.headers, knownColumns(kind), await rememberedHeaders(tx, kind.kind));
  const choices = layout.headers.map((header, index) => ({
    header: header === '' ? '—' : shown(header),
    samples: layout.rows.slice(0, samplesMax).map(({ cells }) => shown(cells[index]?.text ?? '')),
    key: mapping[index] ?? null
  }));
  return { kind, choices, dayFirst: found.day_first ?? true };
}

/** Reads every row with this answer, and keeps what was found. May be asked again until the import is applied. */
export async function checkImport(
  tx: Tx,
  id: string,
  answer: { mapping: Mapping; dayFirst: boolean },
  person: Person
): Promise<ImportRefusal | null> {
  const found = await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst();
  if (!found) return 'no-file';
  if (!['received', 'checked'].includes(standingOfImport(found))) return 'already-asked';
  const opened = await openImport(tx, id, { dayFirst: answer.dayFirst, today: today(person) }, person);
  if (!opened) return 'no-file';
  const { kind, layout, habits } = opened;
  const mapping = layout.headers.map((_, index) => answer.mapping[index] ?? null);
  if (columnsMissing(kind, mapping).length > 0) return 'columns-missing';
  const examined = await examine(tx, kind, layout, mapping, habits, person);
  await rememberHeaders(tx, kind.kind, layout.headers, mapping, person);
  await keepCheck(tx, id, { ...answer, mapping }, kind, examined, person);
  await audit(tx, { action: 'import.checked', thing: { kind: 'import', id } });
  return null;
}

/** What was found about an import's rows, worst first within the file's order. */
export function problemsOf(tx: Tx, id: string) {
  return tx
    .selectFrom('import_problems')
    .where('import_id', '=', id)
    .select(['row_number as row', 'column_label as column', 'value', 'why', 'weight'])
    .orderBy('number')
    .$castTo<Problem>();
}

// More than anybody will read; the counts stay true.
const problemsKeptMax = 10_000;
const problemsAtOnce = 2_000;
const previewRowsMax = 10;

async function keepCheck(
  tx: Tx,
  id: string,
  { mapping, dayFirst }: { mapping: Mapping; dayFirst: boolean },
  kind: AnyKind,
  { found, ready, problems }: Examined,
  person: Person
): Promise<void> {
  const count = (weight: Problem['weight']) => problems.filter((problem) => problem.weight === weight).length;
  const check = {
    mapping: JSON.stringify(mapping),
    day_first: dayFirst,
    rows_found: found,
    rows_ready: ready.length,
    errors: errorsIn(problems),
    duplicates: count('duplicate'),
    notes: count('note'),
    preview: JSON.stringify(previewOf(kind, mapping, ready)),
    checked_at: now()
  };
  await tx
    .insertInto('import_checks')
    .values({ organisation_id: person.organisation.id, import_id: id, ...check })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'import_id']).doUpdateSet(check))
    .execute();
  await keepProblems(tx, id, problems, person);
}

/** Replaces what is told about an import's rows. */
export async function keepProblems(tx: Tx, id: string, problems: Problem[], person: Person): Promise<void> {
  await tx.deleteFrom('import_problems').where('import_id', '=', id).execute();
  const kept = problems.slice(0, problemsKeptMax).map(({ row, column, value, why, weight }, number) => ({
    organisation_id: person.organisation.id,
    import_id: id,
    number,
    row_number: row,
    weight,
    column_label: column,
    value,
    why
  }));
  for (let at = 0; at < kept.length; at += problemsAtOnce) {
    await tx
      .insertInto('import_problems')
      .values(kept.slice(at, at + problemsAtOnce))
      .execute();
  }
}

export type Preview = { columns: string[]; rows: { number: number; cells: string[] }[] };

function previewOf(kind: AnyKind, mapping: Mapping, ready: Examined['ready']): Preview {
  const columns = columnsOf(kind).filter(([key]) => mapping.includes(key));
  const rows = ready
    .slice(0, previewRowsMax)
    .map(({ number, row }) => ({ number, cells: columns.map(([key]) => previewText(row[key])) }));
  return { columns: columns.map(([, { label }]) => label()), rows };
}

const previewLengthMax = 60;

function previewText(value: unknown): string {
  const text = wordsOf(value);
  return text.length > previewLengthMax ? `${shown(text.slice(0, previewLengthMax))}…` : shown(text);
}

// A list as somebody would write it, and what a cell was taken apart into, without the names of the parts.
function wordsOf(value: unknown): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  return typeof value === 'object' ? Object.values(value).map(wordsOf).join(' ') : String(value);
}

async function rememberedHeaders(tx: Tx, kind: string): Promise<Map<string, string | null>> {
  const rows = await tx
    .selectFrom('import_headers')
    .where('kind', '=', kind)
    .select(['header', 'column_key'])
    .execute();
  return new Map(rows.map(({ header, column_key }) => [header, column_key]));
}

async function rememberHeaders(
  tx: Tx,
  kind: string,
  headers: string[],
  mapping: Mapping,
  person: Person
): Promise<void> {
  const answers = new Map(headers.map((header, index) => [wordKey(header), mapping[index] ?? null]));
  answers.delete('');
  if (answers.size === 0) return;
  await tx
    .insertInto('import_headers')
    .values(
      [...answers].map(([header, key]) => ({
        organisation_id: person.organisation.id,
        kind,
        header,
        column_key: key
      }))
    )
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'kind', 'header'])
        .doUpdateSet({ column_key: sql`excluded.column_key` })
    )
    .execute();
}

function today(person: Person): string {
  return dayIn(person.organisation.timeZone);
}
