/** The overview as files: names are in them, so each is on record. */
import { getLocale } from '#languages';
import { m } from '#messages';
import { heldWith } from '#domains/competence/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Column } from '#platform/csv/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay, formatNumber } from '#platform/languages/format.ts';
import { renderPdf, type PdfLanguage } from '#platform/pdf/index.server.ts';
import { workbook, type Cell } from '#platform/workbook/index.server.ts';
import {
  figureGroups,
  heldRows,
  overviewFor,
  peopleBehind,
  unmetRows,
  type Overview,
  type Rows
} from './overview.server.ts';

export const recordExport = (tx: Tx, format: 'csv' | 'xlsx' | 'pdf', of = '') =>
  audit(tx, { action: 'competence-overview.exported', reason: `${format} ${of}`.trim() });

type FigureRow = { group: string; label: string; people: number; places: number | null };

/** Every figure in one list. */
export function figureRows(overview: Overview): FigureRow[] {
  return [
    ...figureGroups(overview).flatMap(({ title, figures }) =>
      figures.map(({ label, people, places }) => ({ group: title, label, people, places }))
    ),
    ...unmetRows(overview).map(({ label, requests }) => ({
      group: m.competence_overview_unmet(),
      label,
      people: requests,
      places: null
    }))
  ];
}

export const figureColumns = (): Column<FigureRow>[] => [
  { label: m.competence_overview_figure(), of: ({ group }) => group },
  { label: m.competence_overview_which(), of: ({ label }) => label },
  { label: m.competence_overview_people(), of: ({ people }) => people },
  { label: m.competence_overview_places(), of: ({ places }) => places }
];

/** A sheet of figures, one of everybody's certificates, and one of the people each remedy waits for. */
export async function overviewWorkbook(tx: Tx, person: Person): Promise<Buffer> {
  const overview = await overviewFor(tx, person);
  await recordExport(tx, 'xlsx');
  const columns = figureColumns();
  const figures = [
    columns.map(({ label }) => label),
    ...figureRows(overview).map((row) => columns.map(({ of }) => of(row) ?? null))
  ];
  const held = everybody(overview);
  const waiting = waitingFor(overview);
  return workbook(
    [
      { name: m.competence_overview_nav(), rows: figures },
      { name: m.competence_certificates(), rows: cellsOf(held) },
      ...(waiting ? [{ name: m.competence_overview_missing(), rows: cellsOf(waiting) }] : [])
    ],
    { rightward: getLocale() !== 'ar' }
  );
}

const everybody = (overview: Overview): Rows =>
  heldRows(
    overview,
    overview.held.filter((one) => one.expiresOn >= overview.today),
    m.competence_certificates()
  );

/** Everybody for whom a place waits, whatever it waits for. */
function waitingFor(overview: Overview): Rows | null {
  const { single, several } = overview.gate.openings;
  const keys = [...single.map(({ remedy }) => remedy as string), ...(several.length > 0 ? ['several'] : [])];
  const found = keys.flatMap((key) => peopleBehind(overview, `gate:${key}`) ?? []);
  return found[0] ? { ...found[0], rows: found.flatMap(({ rows }) => rows) } : null;
}

const cellsOf = ({ columns, rows }: Rows): Cell[][] => [
  columns.map(({ label }) => label),
  ...rows.map((row) => columns.map(({ key }) => row[key] ?? null))
];

/** The figures, who ends soon, who rests, and what the gate waits for, on paper. */
export async function overviewPaper(tx: Tx, person: Person): Promise<Buffer> {
  const overview = await overviewFor(tx, person);
  await recordExport(tx, 'pdf');
  const soon = heldWith(overview.held, 'ends-soon', overview.today);
  const resting = heldWith(overview.held, 'rests', overview.today);
  const data = {
    title: m.competence_overview_title(),
    organisation: person.organisation.name,
    made: m.competence_overview_made({ day: formatDay(overview.today) }),
    tables: [
      ...figureGroups(overview).map(({ title, figures }) => ({
        title,
        columns: [
          m.competence_overview_figure(),
          m.competence_overview_people(),
          ...(figures.some(({ places }) => places !== null) ? [m.competence_overview_places()] : [])
        ],
        rows: figures.map(({ label, people, places }) => [
          label,
          formatNumber(people),
          ...(figures.some((one) => one.places !== null)
            ? [places === null ? '–' : formatNumber(places)]
            : [])
        ])
      })),
      {
        title: m.competence_overview_unmet(),
        columns: [m.competence_overview_missing(), m.competence_overview_waiting()],
        rows: unmetRows(overview).map(({ label, requests }) => [label, formatNumber(requests)])
      },
      ...[
        heldRows(overview, soon, m.competence_overview_ends_soon()),
        heldRows(overview, resting, m.competence_overview_rests()),
        ...[waitingFor(overview)].flatMap((rows) =>
          rows ? { ...rows, title: m.competence_overview_missing() } : []
        )
      ].map((rows) => ({
        title: rows.title,
        // What is missing is told in whole sentences.
        words: rows.columns.some(({ key }) => key === 'needs'),
        columns: rows.columns.map(({ label }) => label),
        rows: cellsOf(rows)
          .slice(1)
          .map((row) => row.map((cell) => String(cell ?? '')))
      }))
    ].filter(({ rows }) => rows.length > 0)
  };
  return renderPdf(paper, { data, language: getLocale() as PdfLanguage });
}

const paper = `
#let leaf = rgb("#245a3e")
#let soft = rgb("#585d51")
#let hairline = rgb("#e0d8c9")
#set document(title: data.title, author: data.organisation)
#set page(paper: "a4", margin: (x: 20mm, top: 20mm, bottom: 22mm), footer: context {
  set text(size: 8pt, fill: soft)
  grid(columns: (1fr, auto), align: (start, end), data.organisation + " · " + data.made, counter(page).display("1 / 1", both: true))
})
#set text(size: 10pt, fill: rgb("#242a22"))
#show heading.where(level: 1): it => text(size: 20pt, weight: 700, fill: leaf, it.body)
#show heading.where(level: 2): it => block(above: 7mm, below: 3mm, sticky: true, text(size: 13pt, weight: 700, fill: leaf, it.body))
#text(fill: soft, data.organisation)

= #data.title
#text(fill: soft, data.made)

#for sheet in data.tables [
  == #sheet.title
  #table(
    columns: if sheet.at("words", default: false) { (1fr, 3fr, auto) } else { (2fr,) + (1fr,) * (sheet.columns.len() - 1) },
    stroke: (x, y) => (bottom: 0.5pt + hairline), inset: (x: 2mm, y: 1.8mm), align: start,
    table.header(..sheet.columns.map(column => strong(column))),
    ..sheet.rows.flatten()
  )
]
`;
