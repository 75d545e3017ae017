/** A learner's record on paper: what they attended, what each hour was for, and how far each path is. */
import { m } from '#messages';
import type { Locale } from '#languages';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay, formatDays, formatNumber, formatShare } from '#platform/languages/format.ts';
import { renderPdf } from '#platform/pdf/index.server.ts';
import { trainingHoursOf } from './attendance.server.ts';
import { pathNames, wordsIn } from './curriculum.ts';
import { testKey } from './module-test.ts';
import { partsToPass, testsTakenBy } from './module-test.server.ts';
import { packageCompletionsOf } from './package-completion.server.ts';
import { packageStandingNames } from './package.ts';
import { pathsOf } from './progress.server.ts';
import { standingNames } from './progress.ts';
import { trainingRecord } from './training-record.server.ts';
import { workshopKindNames } from './workshop.ts';

/** A tagged PDF in that language; only of oneself, as far as row-level security shows anything else. */
export async function transcriptOf(tx: Tx, person: Person, language: Locale): Promise<Buffer> {
  const hours = await trainingHoursOf(tx, person.id);
  const total = hours.reduce((sum, { hours }) => sum + hours, 0);
  const paths = await pathsOf(tx, person);
  const record = await trainingRecord(tx, { person: person.id });
  const data = {
    heading: m.training_transcript(),
    name: person.name,
    organisation: person.organisation.name,
    made: m.training_transcript_made({ day: formatDay(dayIn(person.organisation.timeZone)) }),
    total: m.training_transcript_total({ hours: formatNumber(total) }),
    workshops: {
      title: m.training_transcript_workshops(),
      none: m.training_transcript_none(),
      columns: [m.training_workshop(), m.training_when(), m.training_kind(), m.training_hours()],
      rows: record.map(({ title, kind, starts_at, ends_at, time_zone, hours }) => [
        title,
        formatDays(dayIn(time_zone, starts_at), dayIn(time_zone, ends_at)),
        workshopKindNames[kind](),
        formatNumber(Number(hours))
      ])
    },
    elsewhere: {
      title: m.training_record_elsewhere(),
      note: m.training_record_elsewhere_note(),
      columns: [
        m.training_workshop(),
        m.training_import_provider(),
        m.training_import_code(),
        m.training_import_score(),
        m.training_import_certificate(),
        m.training_import_employee()
      ],
      rows: record
        .map((row) => [
          row.title,
          ...[row.provider, row.course_code, row.score, row.certificate_number, row.employee_number]
        ])
        .filter(([, ...words]) => words.some((word) => word !== null))
        .map((row) => row.map((word) => word ?? '–'))
    },
    kinds: hours.map(({ kind, hours }) => [
      workshopKindNames[kind](),
      m.training_hours_count({ hours: formatNumber(hours) })
    ]),
    tests: {
      title: m.training_transcript_tests(),
      columns: [m.training_course(), m.training_when(), m.training_transcript_mark()],
      rows: await testsPassedBy(tx, person)
    },
    paths: paths.map(({ leads_to, number, modules, standing }) => ({
      title: m.training_path_version({ path: pathNames[leads_to](), number }),
      columns: [m.training_module(), m.training_hours(), m.training_standing()],
      rows: modules.map(({ module, titles, hours }) => {
        const stood = standing.find((one) => one.module === module)!;
        return [
          wordsIn(titles, language),
          m.training_module_hours_of({ attended: formatNumber(stood.hours), hours: formatNumber(hours) }),
          standingNames[stood.standing]()
        ];
      })
    }))
  };
  return renderPdf(paper, { data, language });
}

async function testsPassedBy(tx: Tx, person: Person): Promise<string[][]> {
  const passed = (await testsTakenBy(tx, [person.id])).get(person.id)?.filter((one) => one.passed) ?? [];
  const titles = new Map([
    // What was done of a package stays when it is taken out of its course.
    ...(await packageCompletionsOf(tx, [person.id])).map(
      ({ course, title, ...own }) => [testKey({ course, part: own.package }), title] as const
    ),
    ...(await partsToPass(tx, person)).map(
      (test) =>
        [testKey(test), m.training_test_choice({ course: test.courseTitle, quiz: test.title })] as const
    )
  ]);
  return passed
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .flatMap(({ test, on, share }) => {
      const title = titles.get(test);
      const mark = share === null ? packageStandingNames.completed() : formatShare(share);
      return title ? [[title, formatDay(on), mark]] : [];
    });
}

const paper = `
#set document(title: data.heading, author: data.organisation)
#set page(paper: "a4", margin: (x: 20mm, y: 20mm), footer: context align(center, text(size: 9pt, fill: soft,
  [#data.name · #counter(page).display("1 / 1", both: true)])))
#set text(size: 11pt)
#show heading.where(level: 1): it => text(size: 24pt, weight: 700, fill: leaf, it.body)
#show heading.where(level: 2): it => block(above: 8mm, below: 3mm, text(size: 14pt, weight: 700, fill: leaf, it.body))
#let sheet(columns, widths, rows) = table(
  columns: widths, stroke: (x, y) => (bottom: 0.5pt + hairline), inset: (x: 2mm, y: 2.2mm), align: start,
  table.header(..columns.map(column => strong(column))),
  ..rows.flatten()
)
#text(fill: soft, data.organisation)

= #data.heading

#text(size: 16pt, weight: 700, data.name) \\
#text(fill: soft, data.made)

== #data.workshops.title
#if data.workshops.rows.len() == 0 [#data.workshops.none] else {
  sheet(data.workshops.columns, (2fr, 2fr, 2fr, auto), data.workshops.rows)
}
#strong(data.total)
#for kind in data.kinds [
  - #kind.at(0): #kind.at(1)
]
#if data.elsewhere.rows.len() > 0 [
  == #data.elsewhere.title
  #text(size: 9pt, sheet(data.elsewhere.columns, (3fr, 2fr, 1.5fr, 1fr, 2fr, 1.5fr), data.elsewhere.rows))
  #text(fill: soft, data.elsewhere.note)
]
#if data.tests.rows.len() > 0 [
  == #data.tests.title
  #sheet(data.tests.columns, (3fr, 2fr, auto), data.tests.rows)
]
#for path in data.paths [
  == #path.title
  #sheet(path.columns, (3fr, 2fr, 1.5fr), path.rows)
]
`;
