/** What a room offers so that the importer, which knows no room, can bring its rows in. */
import type { Permission } from '#platform/access/index.ts';
import type { Cell, Habits, Reading } from './cell.ts';

/** One column a file may hold. `read` is asked only about cells that are not empty. */
export type Column<Value> = {
  label: () => string;
  /** Headers that people give this column, in any of our languages; case, accents and spaces do not matter. */
  aliases: readonly string[];
  required?: true;
  /** Only a boundary needs more than a spreadsheet's own limit of 32,767. */
  lengthMax?: number;
  read: (cell: Cell, habits: Habits) => Reading<Value>;
};

/** The columns of a row. One that is not required is `null` where its cell is empty. */
export type Columns<Row> = { [Key in keyof Row]-?: Column<NonNullable<Row[Key]>> };

export type NumberedRow<Row> = { number: number; row: Row };

/** Something to tell about a row. An error stops the import; a duplicate is left out; a note changes nothing. */
export type Problem = {
  row: number;
  column: string | null;
  value: string;
  why: string;
  weight: 'error' | 'duplicate' | 'note';
};

/** `Tx` and `Person` are the server's; the pure half of a kind does not name them. */
export type KindOf<Row, Tx, Person> = {
  kind: string;
  label: () => string;
  /** What one row is, and what must have been imported before. */
  about: () => string;
  /** Who may import, and undo, this kind. */
  permission: Permission;
  columns: Columns<Row>;
  /** Two rows with the same key say the same thing twice. */
  key: (row: Row) => string;
  /** Other names under which a row may say the same as another, such as the number of a certificate. */
  otherKeys?: (row: Row) => string[];
  /** Which of these keys the organisation already has. */
  existing: (tx: Tx, keys: string[], person: Person) => Promise<Set<string>>;
  /**
   * What only all rows together, or the organisation's own records, can show; `row` numbers come from the rows. A note
   * stops nothing: it tells beforehand what importing will set off.
   */
  check?: (
    tx: Tx,
    rows: NumberedRow<Row>[],
    person: Person
  ) => Promise<
    { row: number; column: keyof Row | null; value: string; why: string; weight?: 'error' | 'note' }[]
  >;
  /** Writes every row, through the room's own actions, or throws and writes none. */
  apply: (tx: Tx, rows: NumberedRow<Row>[], context: ApplyContext<Person>) => Promise<void>;
  /** Takes back everything this import made, or says why it cannot. */
  undo: (tx: Tx, importId: string, person: Person) => Promise<UndoRefusal | null>;
};

/** Why an import stays, and what of it somebody has since gone on from, by the names a reader knows. */
export type UndoRefusal = { why: () => string; which: string[] };

export type ApplyContext<Person> = {
  importId: string;
  person: Person;
  /** Remembers what was made, so that undo finds it. */
  made: (things: Made[]) => Promise<void>;
  /** Says how many rows are done. */
  progress: (done: number) => Promise<void>;
};

export type Made = { kind: string; id: string };
