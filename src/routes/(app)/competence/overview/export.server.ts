/** The overview as lists to take along: every figure, and the people behind them. */
import { m } from '#messages';
import { heldWith } from '#domains/competence/index.ts';
import type { Column } from '#platform/csv/index.ts';
import { listOf, type List } from '#platform/lists/index.server.ts';
import {
  figureGroups,
  heldRows,
  peopleBehind,
  unmetRows,
  type Figure,
  type Overview,
  type Rows
} from './overview.server.ts';

type FigureRow = Omit<Figure, 'of'> & { group: string };

/** Every figure in one list. */
export function figuresOf(overview: Overview): List {
  const columns: Column<FigureRow>[] = [
    { label: m.competence_overview_figure(), of: ({ group }) => group },
    ...figureColumns(m.competence_overview_which(), true)
  ];
  return listOf({
    title: m.competence_overview_nav(),
    columns,
    rows: [
      ...figureGroups(overview).flatMap(({ title, figures }) =>
        figures.map((figure) => ({ ...figure, group: title }))
      ),
      ...unmetFigures(overview).map((figure) => ({ ...figure, group: m.competence_overview_unmet() }))
    ]
  });
}

/** What a workbook has besides the figures: everybody's certificates, and whom each remedy waits for. */
export const peopleOf = (overview: Overview): List[] => [
  shown(
    heldRows(
      overview,
      overview.held.filter((one) => one.expiresOn >= overview.today),
      m.competence_certificates()
    )
  ),
  ...waitingFor(overview)
];

/** On paper every group of figures stands by itself, before who ends soon, who rests and what the gate waits for. */
export function pagesOf(overview: Overview): [List, ...List[]] {
  const [first, ...groups] = figureGroups(overview).map(({ title, figures }) => {
    const placed = figures.some(({ places }) => places !== null);
    return listOf({ title, columns: figureColumns(m.competence_overview_figure(), placed), rows: figures });
  });
  const unmet = listOf({
    title: m.competence_overview_unmet(),
    columns: figureColumns(m.competence_overview_missing(), false),
    rows: unmetFigures(overview)
  });
  const soon = heldWith(overview.held, 'ends-soon', overview.today);
  const resting = heldWith(overview.held, 'rests', overview.today);
  return [
    first!,
    ...groups,
    unmet,
    shown(heldRows(overview, soon, m.competence_overview_ends_soon())),
    shown(heldRows(overview, resting, m.competence_overview_rests())),
    ...waitingFor(overview)
  ];
}

/** Rows of a page as a list of a file. */
export const shown = ({ title, columns, rows }: Rows): List =>
  listOf({
    title,
    columns: columns.map(({ key, label }) => ({ label, of: (row: Rows['rows'][number]) => row[key] })),
    rows
  });

const figureColumns = (what: string, placed: boolean): Column<Omit<Figure, 'of'>>[] => [
  { label: what, of: ({ label }) => label },
  { label: m.competence_overview_people(), of: ({ people }) => people },
  ...(placed
    ? [{ label: m.competence_overview_places(), of: ({ places }: Omit<Figure, 'of'>) => places }]
    : [])
];

const unmetFigures = (overview: Overview): Omit<Figure, 'of'>[] =>
  unmetRows(overview).map(({ label, requests }) => ({ label, people: requests, places: null }));

/** Everybody for whom a place waits, whatever it waits for. */
function waitingFor(overview: Overview): List[] {
  const { single, several } = overview.gate.openings;
  const keys = [...single.map(({ remedy }) => remedy as string), ...(several.length > 0 ? ['several'] : [])];
  const found = keys.flatMap((key) => peopleBehind(overview, `gate:${key}`) ?? []);
  if (!found[0]) return [];
  const rows = found.flatMap((one) => one.rows);
  return [shown({ ...found[0], title: m.competence_overview_missing(), rows })];
}
