/** The rows behind a figure, and the chain behind a row. De-identified: codes, months, no names. */
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { sql } from 'kysely';
import {
  carefulLevels,
  certificateRoleWords,
  deriveLevels,
  rubricAt,
  type Rubric,
  type CertificateRole
} from '#domains/competence/index.ts';
import { rubricsHere } from '#domains/competence/index.server.ts';
import { instruments, isInstrument } from '#domains/measures/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatNumber } from '#platform/languages/format.ts';
import { secret, settings } from '#platform/settings/index.server.ts';
import { m } from '#messages';
import { reliable } from './evidence.server.ts';
import type { Figure } from './figure.ts';
import { indicatorOf, type IndicatorKey } from './indicator.ts';
import type { Question } from './question.ts';
import { readsFromOutside, type Report } from './report.server.ts';

export type ImpactRow = {
  code: string;
  /** The month's first day; null where months are not told, because a district is. */
  month: Day | null;
  /** Hours, or points of change; null where a row is just one. */
  amount: number | null;
};

/** Why there are no rows to see. */
export type NoRows = 'masked' | 'outside' | 'reckoned';

/** As many rows as the figure says, or why there are none. Whose rows were looked at is on record. */
export async function rowsBehind(
  tx: Tx,
  report: Report,
  key: IndicatorKey,
  person: Person
): Promise<ImpactRow[] | NoRows> {
  if (readsFromOutside(person)) return 'outside';
  if (key === 'supervision') return 'reckoned';
  const figure = report.figures.find((one) => one.key === key);
  if (!figure || isHidden(figure)) return 'masked';
  const rows = indicatorOf(key).instrument
    ? await changeRows(tx, key, report.question, person)
    : await countRows(tx, key, report, person);
  await audit(tx, {
    action: 'impact-rows.read',
    reason: `${key} ${report.question.scope} ${report.question.period}`
  });
  return rows;
}

// A mean can be shown while its number is hidden for another's sake; the rows would tell it.
const isHidden = ({ value, of }: Figure) => value === 'masked' || of === 'masked';

// Who comes in many months is counted in each of them; by the first alone nobody was ever counted, so it is not told.
const comesAgain = ['people', 'supporters'];

async function countRows(tx: Tx, key: IndicatorKey, report: Report, person: Person): Promise<ImpactRow[]> {
  const { measure, unit } = indicatorOf(key);
  const { scope, period, district } = report.question;
  const { rows } = await sql<{ code: string; month: Day; amount: string }>`
    select * from impact_rows(${measure}, ${scope}, ${period}, ${district}, ${saltOf(key, report.question, person)})`.execute(
    tx
  );
  // A month whose own count is hidden is not told by its rows either; beside a district no month was ever shown.
  const hidden = new Set(
    report.byMonth(key).flatMap(({ month, value }) => (value === 'masked' ? [month] : []))
  );
  return rows.map(({ code, month, amount }) => ({
    code,
    month:
      district === 'all' && !comesAgain.includes(measure) && !hidden.has(month.slice(0, 7)) ? month : null,
    amount: unit === 'hours' ? Number(amount) / 60 : null
  }));
}

async function changeRows(
  tx: Tx,
  key: IndicatorKey,
  question: Question,
  person: Person
): Promise<ImpactRow[]> {
  const { rows } = await sql<{ code: string; difference: number }>`
    select * from impact_change_rows(${indicatorOf(key).instrument}, ${question.scope}, ${question.period}, ${saltOf(key, question, person)}, ${reliable}::jsonb)`.execute(
    tx
  );
  return rows.map(({ code, difference }) => ({ code, month: null, amount: difference }));
}

// A code is another one for every question and reader, and nobody without the installation's secret can go back from it.
function saltOf(key: IndicatorKey, { scope, period, district }: Question, person: Person): string {
  const key32 = secret(path.join(settings().data, 'secrets', 'report-codes'));
  return createHmac('sha256', key32)
    .update([person.id, indicatorOf(key).measure, scope, period, district].join('|'))
    .digest('hex');
}

const chainLinks = [
  'grant',
  'line',
  'workshop',
  'attendance',
  'assessment',
  'certificate',
  'match',
  'supervision',
  'sessions',
  'outcome'
] as const;
type ChainLinkKind = (typeof chainLinks)[number];
export type ChainLink = { link: ChainLinkKind; name: string; told: { month: Day | null; words: string }[] };

const linkNames = {
  grant: m.impact_link_grant,
  line: m.impact_link_line,
  workshop: m.impact_link_workshop,
  attendance: m.impact_link_attendance,
  assessment: m.impact_link_assessment,
  certificate: m.impact_link_certificate,
  match: m.impact_link_match,
  supervision: m.impact_link_supervision,
  sessions: m.impact_link_sessions,
  outcome: m.impact_link_outcome
} satisfies Record<ChainLinkKind, () => string>;

type LinkRow = {
  link: ChainLinkKind;
  month: Day | null;
  label: string | null;
  amount: string | null;
  detail: { rubric: string; version: number; ticks: string[][] } | null;
};

/** What stands behind one row, from the grant to the outcome; a link nobody recorded is there without words. Null for no such row. */
export async function chainBehind(
  tx: Tx,
  report: Report,
  key: IndicatorKey,
  code: string,
  person: Person
): Promise<ChainLink[] | null> {
  const rows = await rowsBehind(tx, report, key, person);
  if (!Array.isArray(rows) || !indicatorOf(key).chain || !rows.some((row) => row.code === code)) return null;
  const { scope, period } = report.question;
  const found = await sql<LinkRow>`
    select * from impact_chain(${indicatorOf(key).measure}, ${scope}, ${period}, ${saltOf(key, report.question, person)}, ${code})`.execute(
    tx
  );
  const rubrics = await rubricsHere(tx);
  return chainLinks.map((link) => ({
    link,
    name: linkNames[link](),
    told: found.rows
      .filter((row) => row.link === link)
      .map((row) => ({ month: row.month, words: wordsOf(row, rubrics) }))
  }));
}

function wordsOf({ link, label, amount, detail }: LinkRow, rubrics: Rubric[]): string {
  const number = formatNumber(Number(amount ?? 0));
  if (link === 'attendance') return m.impact_link_hours({ label: label!, hours: number });
  if (link === 'assessment')
    return m.impact_link_level({ level: formatNumber(lowestLevel(detail!, rubrics)) });
  if (link === 'certificate') return certificateRoleWords[label as CertificateRole]();
  if (link === 'supervision' || link === 'sessions') return m.impact_link_held({ count: number });
  if (link === 'outcome')
    return m.impact_link_points({
      instrument: isInstrument(label!) ? nameOf(label) : label!,
      points: number
    });
  return label ?? linkNames[link]();
}

const nameOf = (instrument: keyof typeof instruments) => instrument.toUpperCase();

function lowestLevel({ rubric, version, ticks }: NonNullable<LinkRow['detail']>, rubrics: Rubric[]): number {
  const { items } = rubricAt(rubrics, rubric, version)!;
  return Math.min(
    ...carefulLevels(ticks.map((seen) => deriveLevels(items, new Set(seen)))).map(({ level }) => level)
  );
}
