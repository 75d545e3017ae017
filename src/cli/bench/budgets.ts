/** What is measured, beside what it may be. The budgets are those of our own design; docs/benchmarks.md says how each is taken. */

/** `most`: no more than that; `least`: no less. `value` is null where this machine cannot tell. */
export type Figure = { name: string; value: number | null; unit: string } & (
  { most: number } | { least: number } | { budget?: never }
);

export const budgets = {
  openBytes: 60 * 1024,
  signedInBytes: 120 * 1024,
  scriptBytes: 60 * 1024,
  largestPaintSeconds: 2.5,
  todayMilliseconds: 100,
  listMilliseconds: 2,
  listShareOfBare: 0.8,
  encounterMilliseconds: 3.5,
  programMegabytes: 200,
  databaseMegabytes: 80,
  startSeconds: 2
};

/** Whether it keeps to its budget; null where it has none or was not measured. */
export function isMet(figure: Figure): boolean | null {
  if (figure.value === null || Number.isNaN(figure.value)) return null;
  if ('most' in figure) return figure.value <= figure.most;
  return 'least' in figure ? figure.value >= figure.least : null;
}

/** A table in Markdown. */
export function inWords(figures: Figure[]): string {
  return ['| Figure | Measured | Budget | Met |', '| --- | ---: | ---: | --- |', ...figures.map(row)].join(
    '\n'
  );
}

function row(figure: Figure): string {
  const { name, value, unit } = figure;
  const measured = value === null ? 'not told here' : `${digits(value)} ${unit}`;
  const met = isMet(figure);
  const cells = [name, measured, budgetWords(figure), met === null ? '–' : met ? 'yes' : '**no**'];
  return `| ${cells.join(' | ')} |`;
}

function budgetWords(figure: Figure): string {
  if ('most' in figure) return `≤ ${digits(figure.most)} ${figure.unit}`;
  return 'least' in figure ? `≥ ${digits(figure.least)} ${figure.unit}` : '–';
}

const digits = (value: number) => String(Number(value.toPrecision(value < 10 ? 2 : 3)));
