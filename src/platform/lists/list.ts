import type { Column } from '#platform/csv/index.ts';

type Cell = string | number | null;

/** A list as it is read: what it is called where it stands beside others, what its columns are, and its cells. */
export type List = { title: string; columns: { label: string; amount: boolean }[]; cells: Cell[][] };

export function listOf<Row>({
  title,
  columns,
  rows
}: {
  title: string;
  columns: Column<Row>[];
  rows: Row[];
}): List {
  return {
    title,
    columns: columns.map(({ label, amount = false }) => ({ label, amount })),
    cells: rows.map((row) => columns.map(({ of }) => of(row) ?? null))
  };
}
