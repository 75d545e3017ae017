/** The donor's report on paper: the figures, how sure they are, what is missing, how they were counted, and when. */
import { sql } from 'kysely';
import { getLocale } from '#languages';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatTime } from '#platform/languages/format.ts';
import { renderPdf, type PdfLanguage } from '#platform/pdf/index.server.ts';
import { recordExport } from './export.server.ts';
import { indicatorOf } from './indicator.ts';
import { districtMap, monthChart } from './pictures.server.ts';
import { reportFor } from './report.server.ts';
import { detailWords, missingWords, questionWords, sinceWords, valueWords } from './words.ts';

/** Null for a donor without a grant. The hash is the audit chain's before this report was recorded in it. */
export async function impactPaper(tx: Tx, query: URLSearchParams, person: Person): Promise<Buffer | null> {
  const report = await reportFor(tx, query, person, { outside: true });
  if (!report) return null;
  const { rows } = await sql<{ hash: string | null }>`select audit_head_hash() as hash`.execute(tx);
  const [chart, map] = [monthChart(report), await districtMap(tx, report)];
  await recordExport(tx, 'pdf', report);
  const data = {
    title: m.impact_report_title(),
    organisation: person.organisation.name,
    question: questionWords(report),
    since:
      sinceWords(
        report.question,
        report.byMonth('sessions').map(({ month }) => month)
      ) ?? '',
    made: m.impact_report_made({ time: formatTime(now(), person.organisation.timeZone) }),
    hash: m.impact_report_hash({ hash: rows[0]?.hash ?? '–' }),
    missing: m.impact_missing(),
    figures: report.figures.map((figure) => ({
      name: indicatorOf(figure.key).name(),
      value: valueWords(figure),
      detail: detailWords(figure),
      missing: missingWords(figure) ?? '',
      definition: indicatorOf(figure.key).definition()
    })),
    pictures: [chart, map].flatMap((picture) =>
      picture ? [{ title: picture.title, svg: printed(picture.svg) }] : []
    ),
    method: m.impact_method(),
    notes: [m.impact_masked_why(), m.impact_rounded(), m.impact_method_masking(), m.impact_method_intervals()]
  };
  return renderPdf(paper, { data, language: getLocale() as PdfLanguage });
}

// On paper there is one size, one theme, and no page whose letters could be inherited.
const inks: Record<string, string> = {
  'var(--leaf)': '#245a3e',
  'var(--clay)': '#a0472a',
  'var(--watch)': '#76500b',
  'var(--ink-soft)': '#585d51',
  'var(--hairline)': '#e0d8c9',
  currentColor: '#242a22'
};

function printed(svg: string): string {
  const wide = svg.includes('<svg class="narrow"') ? svg.slice(0, svg.indexOf('<svg class="narrow"')) : svg;
  const inked = Object.entries(inks).reduce((text, [name, ink]) => text.replaceAll(name, ink), wide);
  const lettered = inked.replace(/font-family:\s*inherit;?/g, '').replaceAll('font-family="inherit"', '');
  const fonts = 'font-family="Atkinson Hyperlegible, Noto Sans Arabic, Noto Sans"';
  const space = lettered.includes('xmlns=') ? '' : 'xmlns="http://www.w3.org/2000/svg" ';
  return lettered.replace('<svg ', `<svg ${space}${fonts} `);
}

const paper = `
#let watch = rgb("#76500b")
#set document(title: data.title, author: data.organisation)
#set page(paper: "a4", margin: (x: 22mm, top: 22mm, bottom: 24mm), footer: context {
  set text(size: 8pt, fill: soft)
  grid(columns: (1fr, auto), align: (start, end), data.organisation + " · " + data.made, counter(page).display("1 / 1", both: true))
})
#set text(size: 10.5pt, fill: rgb("#242a22"))
#set par(leading: 0.7em)
#show heading.where(level: 1): it => text(size: 22pt, weight: 700, fill: leaf, it.body)
#show heading.where(level: 2): it => block(above: 7mm, below: 3mm, text(size: 14pt, weight: 700, fill: leaf, it.body))

#text(fill: soft, data.organisation)
#v(-2mm)
= #data.title
#text(weight: 700, data.question) \\
#text(fill: soft, data.since)
#v(2mm)
#for figure in data.figures {
  block(breakable: false, width: 100%, inset: (y: 3mm), stroke: (top: 0.5pt + hairline))[
    #grid(columns: (1fr, auto), column-gutter: 6mm, align: (start, end),
      text(weight: 700, figure.name), text(size: 14pt, weight: 700, fill: leaf, figure.value))
    #if figure.detail != "" [#figure.detail \\ ]
    #if figure.missing != "" [#text(fill: watch)[#data.missing: #figure.missing] \\ ]
    #text(size: 9pt, fill: soft, figure.definition)
  ]
}
#for picture in data.pictures {
  block(breakable: false, width: 100%, above: 7mm)[
    #text(weight: 700, picture.title)
    #image(bytes(picture.svg), format: "svg", width: 100%, alt: picture.title)
  ]
}
== #data.method
#for note in data.notes { par(note) }
#text(size: 8pt, fill: soft, data.hash)
`;
