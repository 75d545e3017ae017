/** Brings a file in as a user would. */
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  applyHere,
  checkImport,
  columnChoices,
  problemsOf,
  receiveImport
} from '#platform/imports/index.server.ts';
import { done } from './world.server.ts';

/** Receives, matches the columns, checks and applies; a problem in the story's own file is a mistake in the story. */
export async function bringIn(
  tx: Tx,
  kind: string,
  name: string,
  bytes: Buffer,
  person: Person
): Promise<void> {
  const id = newId();
  done(await receiveImport(tx, { id, kind, name, bytes }, person));
  const offered = await columnChoices(tx, id, person);
  const mapping = offered!.choices.map(({ key }) => key);
  done(await checkImport(tx, id, { mapping, dayFirst: true }, person));
  done(await problemsOf(tx, id).execute());
  done(await applyHere(tx, id, person, () => undefined));
}
