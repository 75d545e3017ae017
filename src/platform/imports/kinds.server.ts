/** The kinds of import that the rooms offer; the assembly gathers them once at start. */
import { can, permissions, type Person, type Role } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { KindOf } from './kind.ts';
import type { Known } from './match.ts';

export type ImportKind<Row> = KindOf<Row, Tx, Person>;

// Each kind knows its own rows; the importer only carries them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyKind = ImportKind<any>;

const kinds = new Map<string, AnyKind>();

/** Names a kind of list that can be brought in; the assembly does this once at start. Returns how to take it back. */
export function offerImport<Row>(kind: ImportKind<Row>): () => void {
  kinds.set(kind.kind, kind);
  return () => void kinds.delete(kind.kind);
}

/** The kinds this person may import, in the order in which they build on one another. */
export function kindsFor(person: Person): AnyKind[] {
  return [...kinds.values()].filter(({ permission }) => can(person, permission));
}

/** The kind of this name if this person may import it. */
export function kindFor(person: Person, name: string): AnyKind | null {
  return kindsFor(person).find(({ kind }) => kind === name) ?? null;
}

/** The roles that may import this kind; null when there is none of this name. */
export function rolesThatImport(name: string): readonly Role[] | null {
  const kind = kinds.get(name);
  return kind ? permissions[kind.permission] : null;
}

/** What each column of a kind may be called. */
export function knownColumns(kind: AnyKind): Known[] {
  const columns = Object.entries(
    kind.columns as Record<string, { label: () => string; aliases: readonly string[] }>
  );
  return columns.map(([key, { label, aliases }]) => ({ key, names: [key, label(), ...aliases] }));
}
