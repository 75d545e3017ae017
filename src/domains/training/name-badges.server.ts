/** Name badges to cut out: eight on a page, each name as large as it fits, in its own script. */
import type { Locale } from '#languages';
import { renderPdf } from '#platform/pdf/index.server.ts';
import { m } from '#messages';

export type NameBadges = {
  organisation: string;
  workshop: string;
  people: { name: string; trains: boolean }[];
};

/** A tagged PDF; what is not a name is in the reader's language. */
export function nameBadges({ organisation, workshop, people }: NameBadges, language: Locale): Buffer {
  const data = {
    heading: m.training_badges(),
    organisation,
    workshop,
    people: people.map(({ name, trains }) => ({ name, role: trains ? m.training_badge_trainer() : '' }))
  };
  return renderPdf(paper, { data, language });
}

// 85 by 62 mm: what the usual badge holders take.
const paper = `
#let hairline = rgb("#c9c0ae")
#set document(title: data.heading, author: data.organisation)
#set page(paper: "a4", margin: (x: 20mm, y: 24.5mm))
#set par(leading: 0.5em)
#let fitted(name) = context {
  let size = (30pt, 26pt, 22pt, 18pt, 15pt).find(size => measure(text(size: size, weight: 700, name)).width <= 75mm)
  text(size: if size == none { 15pt } else { size }, weight: 700, fill: leaf, name)
}
#let badge(person) = block(width: 85mm, height: 62mm, stroke: (paint: hairline, thickness: 0.4pt, dash: "dashed"), inset: 5mm, breakable: false, align(center, {
  text(size: 9pt, fill: soft, data.organisation)
  v(1fr)
  fitted(person.name)
  if person.role != "" { v(2mm); text(size: 12pt, person.role) }
  v(1fr)
  text(size: 9pt, fill: soft, data.workshop)
}))
#for page in data.people.chunks(8) {
  grid(columns: (85mm, 85mm), ..page.map(badge))
}
`;
