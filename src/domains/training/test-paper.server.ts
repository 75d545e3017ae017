/** A workshop's test on paper, for learners without a device: the questions as they are asked, with boxes to tick and lines to write on. */
import type { Locale } from '#languages';
import { renderPdf } from '#platform/pdf/index.server.ts';
import { m } from '#messages';
import type { Asked } from './question.ts';

export type TestPaper = { organisation: string; workshop: string; title: string; asked: Asked[] };

/** A tagged PDF; the questions in the course's language, the rest in the reader's. Nothing on it tells what is right. */
export function testPaper({ organisation, workshop, title, asked }: TestPaper, language: Locale): Buffer {
  const data = {
    ...{ organisation, workshop, title },
    name: m.training_paper_name(),
    day: m.training_paper_day(),
    occasions: [m.training_paper_before(), m.training_paper_after()],
    questions: asked.map((question) => ({ text: inItsOwn(question.text), ...partsOf(question) }))
  };
  return renderPdf(paper, { data, language });
}

type Part = {
  how: string;
  /** Boxes to tick. */
  boxes: string[];
  /** Short lines to write a number or letter on, each before its words. */
  blanks: string[];
  /** What the letters stand for. */
  lettered: string[];
  /** How many empty lines to write on. */
  lines: number;
  steps: { title: string; text: string; boxes: string[] }[];
};
const nothing: Part = { how: '', boxes: [], blanks: [], lettered: [], lines: 0, steps: [] };

// Written in the course's language, which may run the other way than the reader's: isolated, its full stop stays at its end.
const inItsOwn = (text: string) => `\u2068${text}\u2069`;

function partsOf(asked: Asked): Part {
  const words = (parts: { text: string }[]) => parts.map(({ text }) => inItsOwn(text));
  switch (asked.kind) {
    case 'single':
      return { ...nothing, how: m.training_paper_one(), boxes: words(asked.options) };
    case 'multiple':
      return { ...nothing, how: m.training_paper_several(), boxes: words(asked.options) };
    case 'order':
      return { ...nothing, how: m.training_quiz_order_hint(), blanks: words(asked.items) };
    case 'match':
      return {
        ...{ ...nothing, how: m.training_paper_letters() },
        ...{ blanks: words(asked.lefts), lettered: words(asked.rights) }
      };
    case 'short':
      return { ...nothing, lines: 2 };
    case 'vignette':
      return { ...nothing, how: m.training_paper_case(), steps: stepsOnPaper(asked.steps) };
  }
}

type Steps = Extract<Asked, { kind: 'vignette' }>['steps'];

// On paper every step stands there, and each choice says where to go on.
function stepsOnPaper(steps: Steps): Part['steps'] {
  const number = new Map(steps.map(({ id }, at) => [id, String(at + 1)]));
  return steps.map(({ id, text, choices }) => ({
    title: m.training_paper_step({ number: number.get(id)! }),
    text: inItsOwn(text),
    boxes: choices.map(({ text, next }) => {
      const then = next
        ? m.training_paper_go_to({ number: number.get(next)! })
        : m.training_paper_case_ends();
      return `${inItsOwn(text)} (${then})`;
    })
  }));
}

const paper = `
#set document(title: data.title, author: data.organisation)
#set page(paper: "a4", margin: (x: 20mm, y: 18mm), footer: context align(center, text(size: 9pt, fill: soft,
  [#data.workshop · #data.title · #counter(page).display("1 / 1", both: true)])))
#set text(size: 11pt)
#show heading.where(level: 1): it => text(size: 18pt, weight: 700, fill: leaf, it.body)
#show heading.where(level: 2): it => block(below: 2.2mm, text(size: 11.5pt, weight: 700, it.body))
#let box-to-tick = box(width: 3.6mm, height: 3.6mm, stroke: 0.7pt, baseline: 0.4mm)
#let rule = line(length: 100%, stroke: 0.5pt + soft)
#let beside(mark, words) = grid(columns: (auto, 1fr), column-gutter: 3mm, mark, words)
#let blank = box(width: 12mm, height: 4mm, stroke: (bottom: 0.6pt))
#text(fill: soft, data.organisation)

= #data.title

#text(size: 13pt, weight: 700, data.workshop)

#grid(columns: (1fr, 55mm), column-gutter: 8mm,
  grid(columns: (auto, 1fr), column-gutter: 3mm, data.name, align(bottom, v(4mm) + rule)),
  grid(columns: (auto, 1fr), column-gutter: 3mm, data.day, align(bottom, v(4mm) + rule)))
#v(2mm)
#for words in data.occasions [#box-to-tick #h(2mm) #words #h(10mm)]
#v(3mm)
#for (at, question) in data.questions.enumerate() {
  block(breakable: question.steps.len() > 0, below: 7mm, {
    heading(level: 2, [#(at + 1). #question.text])
    if question.how != "" { block(above: 2.2mm, below: 3mm, text(size: 10pt, fill: soft, question.how)) }
    for words in question.boxes { block(spacing: 3mm, beside(box-to-tick, words)) }
    for words in question.blanks { block(spacing: 4.5mm, beside(blank, words)) }
    for (letter, words) in question.lettered.enumerate() { block(spacing: 3mm, beside(strong(numbering("A", letter + 1)), words)) }
    for _ in range(question.lines) { v(7mm); rule }
    for step in question.steps {
      block(spacing: 4mm, breakable: false, {
        block(spacing: 2.2mm, strong(step.title)); block(spacing: 2.2mm, step.text)
        for words in step.boxes { block(spacing: 3mm, beside(box-to-tick, words)) }
      })
    }
  })
}
`;
