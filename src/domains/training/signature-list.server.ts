/** A list to sign: who gets how much for which days, in their own script. */
import type { Locale } from '#languages';
import { formatDay, formatList, formatMoney } from '#platform/languages/format.ts';
import { renderPdf } from '#platform/pdf/index.server.ts';
import { m } from '#messages';
import type { Owed } from './stipend.server.ts';

export type SignatureList = {
  organisation: string;
  workshop: string;
  currency: string;
  total: string;
  people: Owed[];
};

/** A tagged PDF in the reader's language, with room for each signature. */
export function signatureList(
  { organisation, workshop, currency, total, people }: SignatureList,
  language: Locale
): Buffer {
  const data = {
    heading: m.training_stipend_list(),
    organisation,
    workshop,
    columns: [m.training_person(), m.training_days(), m.training_stipend_amount(), m.training_signature()],
    rows: people.map(({ name, days, amount }) => [
      name,
      formatList(days.map((day) => formatDay(day, 'short'))),
      formatMoney(amount, currency),
      ''
    ]),
    total: m.training_stipend_total({ amount: formatMoney(total, currency), count: people.length })
  };
  return renderPdf(paper, { data, language });
}

const paper = `
#let hairline = rgb("#c9c0ae")
#set document(title: data.heading, author: data.organisation)
#set page(paper: "a4", margin: (x: 18mm, y: 18mm), footer: context align(center, text(size: 9pt, fill: soft,
  [#data.workshop · #counter(page).display("1 / 1", both: true)])))
#set text(size: 10.5pt)
#show heading.where(level: 1): it => text(size: 20pt, weight: 700, fill: leaf, it.body)
#text(fill: soft, data.organisation)

= #data.heading

#text(size: 13pt, weight: 700, data.workshop)

#table(
  columns: (2.2fr, 2.4fr, auto, 2.6fr), stroke: 0.5pt + hairline, inset: (x: 2mm, y: 3.6mm), align: start + horizon,
  table.header(..data.columns.map(column => strong(column))),
  ..data.rows.flatten()
)
#strong(data.total)
`;
