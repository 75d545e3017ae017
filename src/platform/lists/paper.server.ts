import { getLocale } from '#languages';
import { formatAmount, formatDay, formatNumber } from '#platform/languages/format.ts';
import { renderPdf, type PdfLanguage } from '#platform/pdf/index.server.ts';
import type { List } from './list.ts';

/** What stands above and below: whose lists they are, what they are about, and a line that says how they came about. */
export type PaperHead = { title: string; about?: string; organisation: string; made: string };

/** The lists as a PDF, each under its title; wide ones make the paper lie on its side. */
export function listsOnPaper(lists: List[], { about = '', ...head }: PaperHead): Buffer {
  const tables = lists.filter(({ cells }) => cells.length > 0).map(tableOf);
  const widest = Math.max(0, ...tables.map(({ letters }) => letters));
  const data = {
    ...head,
    about,
    // One list needs no second title.
    tables: tables.map((table) => ({ ...table, title: lists.length > 1 ? table.title : null })),
    aside: widest > lettersUpright,
    small: widest > lettersAside
  };
  return renderPdf(paper, { data, language: getLocale() as PdfLanguage });
}

// What fits beside one another at 9 points between the margins of A4, upright and on its side.
const lettersUpright = 95;
const lettersAside = 140;

function tableOf({ title, columns, cells }: List) {
  const rows = cells.map((row) => row.map((cell, place) => written(cell, columns[place]!.amount)));
  const shaped = columns.map(({ label, amount }, place) => {
    const end = amount || isCounted(cells.map((row) => row[place]!));
    const turned = end && columns.length > columnsUpright;
    // Two more, so that letters wider than most fit.
    const longest = Math.max(...rows.map((row) => row[place]!.length)) + 2;
    const words = turned ? 0 : Math.max(...label.split(/\s+/).map(({ length }) => length));
    return { label, end, turned, letters: Math.max(lettersMin, words, Math.min(longest, lettersMax)) };
  });
  return { title, columns: shaped, rows, letters: shaped.reduce((sum, { letters }) => sum + letters, 0) };
}

// With more of them the names of what is counted are written upwards, or there would be no room for people's.
const columnsUpright = 9;
// A column takes room by its longest cell; whole sentences are broken into lines.
const lettersMin = 5;
const lettersMax = 34;

type Cell = List['cells'][number][number];

function isCounted(cells: Cell[]): boolean {
  const told = cells.filter((cell) => cell !== null);
  return told.length > 0 && told.every((cell) => typeof cell === 'number');
}

function written(cell: Cell, amount: boolean): string {
  if (cell === null || cell === '') return '–';
  if (amount) return formatAmount(String(cell));
  if (typeof cell === 'number') return formatNumber(cell, measureDigits);
  return /^\d{4}-\d{2}-\d{2}$/.test(cell) ? formatDay(cell, 'short') : cell;
}

const measureDigits = 2;

const paper = `
#set document(title: data.title, author: data.organisation)
#set page(paper: "a4", flipped: data.aside, margin: (x: 18mm, top: 18mm, bottom: 20mm), footer: context {
  set text(size: 8pt, fill: soft)
  grid(columns: (1fr, auto), align: (start, end), data.organisation + " · " + data.made, counter(page).display("1 / 1", both: true))
})
#set text(size: if data.small { 7.5pt } else { 9pt }, fill: rgb("#242a22"), hyphenate: true)
#show heading.where(level: 1): it => block(above: 2mm, below: 4mm, text(size: 18pt, weight: 700, fill: leaf, it.body))
#show heading.where(level: 2): it => block(above: 7mm, below: 3mm, sticky: true, text(size: 12pt, weight: 700, fill: leaf, it.body))
#text(fill: soft, data.organisation)

= #data.title
#if data.about != "" [#text(size: 11pt, weight: 700, data.about) #parbreak()]
#text(fill: soft, data.made)

#for sheet in data.tables [
  #if sheet.title != none [== #sheet.title]
  #table(
    columns: sheet.columns.map(column => column.letters * 1fr),
    stroke: (x, y) => (bottom: 0.5pt + hairline), inset: (x: 1.4mm, y: 1.6mm),
    align: (x, y) => (if sheet.columns.at(x).end { end } else { start }) + (if y == 0 { bottom } else { top }),
    table.header(..sheet.columns.map(column =>
      if column.turned { align(end, rotate(-90deg, reflow: true, box(width: 34mm, align(left, strong(column.label))))) } else { strong(column.label) }
    )),
    ..sheet.rows.flatten()
  )
]
`;
