import type { Person } from '#platform/access/index.ts';
import { newId } from '#platform/ids.ts';
import {
  applyHere,
  checkImport,
  columnChoices,
  problemsOf,
  receiveImport
} from '#platform/imports/index.server.ts';
import type { Village } from './index.server.ts';

export type ListToBringIn = { kind: string; name?: string; text: string | Buffer };

/** Brings a list in as somebody who takes every suggestion and presses every button; says what was told of it. */
export async function bringIn(
  place: Pick<Village, 'as'>,
  person: Person,
  { kind, name = 'list.csv', text }: ListToBringIn
) {
  const id = newId();
  return place.as(person, async (tx) => {
    const unreadable = await receiveImport(tx, { id, kind, name, bytes: Buffer.from(text) }, person);
    if (unreadable) throw new Error(`The list was not taken in: ${unreadable}.`);
    const { choices } = (await columnChoices(tx, id, person))!;
    await checkImport(tx, id, { mapping: choices.map(({ key }) => key), dayFirst: true }, person);
    const refusal = await applyHere(tx, id, person, () => undefined);
    return { id, refusal, problems: await problemsOf(tx, id).execute() };
  });
}
